/** Keeps environments started ahead for functions with provisioned concurrency, replaces those that are lost, and tells how many there are. */

import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { environmentKey, type FunctionId, type FunctionVersion } from '../store/functionVersion.ts';
import type { PooledEnvironment } from './environmentGroup.ts';
import type { ProvisionedSetting, ProvisionedState } from './provisionedState.ts';

/** The pool's side: it owns the environments. */
export interface ProvisionedPool<Environment> {
  readonly provisionedCapacity: number;
  readonly onDidLose: Event<Environment>;
  addAhead(version: FunctionVersion): Environment | undefined;
  offer(environment: Environment): void;
  release(environment: Environment): void;
}

export interface ProvisionedEnvironmentsOptions<Environment> {
  readonly pool: ProvisionedPool<Environment>;
  /** How many inits run at once: all of a large setting together would starve what else runs. */
  readonly startsAtOnce: number;
  readonly clock: Clock;
  readonly log: Log;
}

interface Allocation<Environment> {
  readonly id: FunctionId;
  readonly qualifier: string;
  /** By environment key. */
  wanted: ReadonlyMap<string, { readonly version: FunctionVersion; readonly count: number }>;
  readonly environments: Map<Environment, 'starting' | 'ready'>;
  status: ProvisionedState['status'];
  statusReason: string | undefined;
}

/** A replacement whose init fails, or that has no room, is tried again after this time, doubled up to the longest. */
const retryMs = { shortest: 1000, longest: 60_000 };

export class ProvisionedEnvironments<Environment extends PooledEnvironment> implements Disposable {
  readonly #options: ProvisionedEnvironmentsOptions<Environment>;
  readonly #allocations = new Map<string, Allocation<Environment>>();
  /** What is to be started, in order. */
  readonly #queue: (() => Promise<void>)[] = [];
  readonly #retries = new Set<Disposable>();
  readonly #subscription: Disposable;
  #starting = 0;
  #isDisposed = false;

  constructor(options: ProvisionedEnvironmentsOptions<Environment>) {
    this.#options = options;
    this.#subscription = options.pool.onDidLose((environment) => this.#replace(environment));
  }

  /** The function, or one version of it, has gone. */
  forget(id: FunctionId, qualifier?: string): void {
    for (const allocation of this.#ofFunction(id)) {
      if (qualifier === undefined || allocation.qualifier === qualifier) this.#giveBack(allocation);
    }
  }

  /** All settings of a function from now on; those that are no longer among them are given back. */
  set(id: FunctionId, settings: readonly ProvisionedSetting[]): void {
    const kept = new Set(settings.map(({ qualifier }) => qualifier));
    for (const allocation of this.#ofFunction(id)) {
      if (!kept.has(allocation.qualifier)) this.#giveBack(allocation);
    }
    for (const setting of settings) this.#allocate(id, setting);
  }

  /** `undefined` where nothing is set. */
  state(id: FunctionId, qualifier: string): ProvisionedState | undefined {
    const allocation = this.#allocations.get(keyOf(id, qualifier));
    if (allocation === undefined) return undefined;
    const { status, statusReason } = allocation;
    const initialised = [...allocation.environments].filter(([, progress]) => progress === 'ready');
    const available = initialised.filter(([{ state }]) => ['ready', 'running', 'responded'].includes(state)).length;
    return { status, statusReason, allocated: initialised.length, available };
  }

  /** Starts nothing more. The environments are the pool's. */
  dispose(): void {
    this.#isDisposed = true;
    this.#allocations.clear();
    this.#queue.length = 0;
    this.#subscription.dispose();
    for (const retry of this.#retries) retry.dispose();
  }

  #ofFunction({ region, name }: FunctionId): readonly Allocation<Environment>[] {
    return [...this.#allocations.values()].filter(({ id }) => id.region === region && id.name === name);
  }

  #allocate(id: FunctionId, { qualifier, parts }: ProvisionedSetting): void {
    const key = keyOf(id, qualifier);
    const known = this.#allocations.get(key);
    const wanted = new Map(parts.map((part) => [environmentKey(part.version), part]));
    if (known !== undefined && known.status !== 'FAILED' && isSame(known.wanted, wanted)) return;
    const allocation = known ?? { id, qualifier, wanted, environments: new Map(), ...inProgress };
    Object.assign(allocation, inProgress);
    allocation.wanted = wanted;
    this.#allocations.set(key, allocation);
    const others = [...this.#allocations.values()].filter((other) => other !== allocation).map(totalOf);
    const { provisionedCapacity } = this.#options.pool;
    if (others.reduce((sum, count) => sum + count, totalOf(allocation)) > provisionedCapacity) {
      this.#fail(allocation, `This computer carries ${provisionedCapacity} provisioned environments at once.`);
      return;
    }
    this.#reconcile(allocation);
  }

  /** Starts what is missing and gives back what is too much. */
  #reconcile(allocation: Allocation<Environment>): void {
    const counts = new Map<string, number>();
    for (const environment of [...allocation.environments.keys()]) {
      const key = environmentKey(environment.version);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > (allocation.wanted.get(key)?.count ?? 0)) this.#drop(allocation, environment);
    }
    for (const [key, { version, count }] of allocation.wanted) {
      for (let missing = count - (counts.get(key) ?? 0); missing > 0; missing -= 1) this.#enqueue(allocation, version);
    }
    this.#checkReady(allocation);
  }

  #enqueue(allocation: Allocation<Environment>, version: FunctionVersion, delayMs: number = retryMs.shortest): void {
    this.#queue.push(() => this.#start(allocation, version, delayMs));
    this.#next();
  }

  #next(): void {
    if (this.#starting >= this.#options.startsAtOnce) return;
    const start = this.#queue.shift();
    if (start === undefined) return;
    this.#starting += 1;
    start()
      .catch((error: unknown) => this.#options.log.warn('A provisioned environment could not be started', error))
      .finally(() => {
        this.#starting -= 1;
        this.#next();
      });
  }

  async #start(allocation: Allocation<Environment>, version: FunctionVersion, delayMs: number): Promise<void> {
    if (!this.#isWanted(allocation, version)) return;
    const environment = this.#options.pool.addAhead(version);
    if (environment === undefined) {
      // All places are busy now: some of them will be free.
      this.#later(allocation, version, delayMs);
      return;
    }
    allocation.environments.set(environment, 'starting');
    await environment.initialiseAhead().catch((error: unknown) => {
      this.#options.log.debug(`A provisioned environment of ${version.id.name} was not started`, error);
    });
    // What was given back meanwhile is nobody's business any more.
    if (!allocation.environments.has(environment)) return;
    if (environment.state === 'ready') {
      allocation.environments.set(environment, 'ready');
      this.#options.pool.offer(environment);
      this.#checkReady(allocation);
      return;
    }
    this.#drop(allocation, environment);
    if (allocation.status === 'IN_PROGRESS') this.#fail(allocation, 'FUNCTION_ERROR_INIT_FAILURE');
    else this.#later(allocation, version, delayMs);
  }

  #later(allocation: Allocation<Environment>, version: FunctionVersion, delayMs: number): void {
    if (this.#isDisposed) return;
    const again = Math.min(2 * delayMs, retryMs.longest);
    const retry = this.#options.clock.after(delayMs, () => {
      this.#retries.delete(retry);
      this.#enqueue(allocation, version, again);
    });
    this.#retries.add(retry);
  }

  /** Whether one more of this version is needed: settings may have changed while the start waited. */
  #isWanted(allocation: Allocation<Environment>, version: FunctionVersion): boolean {
    if (this.#allocations.get(keyOf(allocation.id, allocation.qualifier)) !== allocation) return false;
    if (allocation.status === 'FAILED') return false;
    const key = environmentKey(version);
    const present = [...allocation.environments.keys()].filter((one) => environmentKey(one.version) === key);
    return present.length < (allocation.wanted.get(key)?.count ?? 0);
  }

  #checkReady(allocation: Allocation<Environment>): void {
    const ready = [...allocation.environments.values()].filter((progress) => progress === 'ready').length;
    if (allocation.status === 'IN_PROGRESS' && ready >= totalOf(allocation)) allocation.status = 'READY';
  }

  /** Nothing is kept of an allocation that failed, and nothing is tried again until it is set anew. */
  #fail(allocation: Allocation<Environment>, statusReason: string): void {
    allocation.status = 'FAILED';
    allocation.statusReason = statusReason;
    for (const environment of [...allocation.environments.keys()]) this.#drop(allocation, environment);
  }

  #giveBack(allocation: Allocation<Environment>): void {
    this.#allocations.delete(keyOf(allocation.id, allocation.qualifier));
    for (const environment of [...allocation.environments.keys()]) this.#drop(allocation, environment);
  }

  #drop(allocation: Allocation<Environment>, environment: Environment): void {
    allocation.environments.delete(environment);
    this.#options.pool.release(environment);
  }

  #replace(lost: Environment): void {
    for (const allocation of this.#allocations.values()) {
      // One that is starting is looked after by its start.
      if (allocation.environments.get(lost) !== 'ready') continue;
      allocation.environments.delete(lost);
      this.#enqueue(allocation, lost.version);
    }
  }
}

const inProgress = { status: 'IN_PROGRESS', statusReason: undefined } as const;

function isSame<Environment>(
  one: Allocation<Environment>['wanted'],
  other: Allocation<Environment>['wanted'],
): boolean {
  return one.size === other.size && [...one].every(([key, { count }]) => other.get(key)?.count === count);
}

function totalOf<Environment>({ wanted }: Allocation<Environment>): number {
  return [...wanted.values()].reduce((sum, { count }) => sum + count, 0);
}

function keyOf({ region, name }: FunctionId, qualifier: string): string {
  return `${region}/${name}/${qualifier}`;
}
