/** Which environment runs an invocation: a provisioned or a warm one where there is one, a new one where all are busy. */

import type { ThrottleReason } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import { Emitter, nextEvent } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { environmentKey, type FunctionId, type FunctionVersion } from '../store/functionVersion.ts';
import { ConcurrencyLimits, type ConcurrencyLimitsOptions } from './concurrencyLimits.ts';
import { EnvironmentGroup, type PooledEnvironment } from './environmentGroup.ts';

export interface EnvironmentPoolOptions<Environment extends PooledEnvironment>
  extends Omit<ConcurrencyLimitsOptions, 'clock'> {
  create(version: FunctionVersion): Environment;
  /** How many environments this machine carries at once, idle ones included. */
  readonly capacity: number;
  readonly clock: Clock;
}

export interface AcquireOptions {
  /** A new one, which takes the place of those that are idle. */
  readonly isFresh?: boolean;
  /** Asynchronous invocations are limited by concurrency alone, not by requests in a second. */
  readonly isAsync?: boolean;
}

/** An environment of the pool, with what became of it. */
interface Member<Environment extends PooledEnvironment> {
  readonly group: EnvironmentGroup<Environment>;
  readonly isAhead: boolean;
  isBusy: boolean;
  /** Ends when it is done. */
  isRetired: boolean;
}

/** An environment that nobody needs ends after this time. */
export const idleTimeMs = 5 * 60_000;
/** A caller's next call may overtake the runtime's way back to *next*. Waiting is quicker than a cold start. */
const returnTimeMs = 250;
/**
 * A function may take another place of the machine while it runs in fewer than so many times those that are free: alone
 * it gets seven eighths of them, two that flood share, and whoever comes next always finds room (the dynamic threshold
 * by which switches share their buffers).
 */
const greed = 7;
/** The part of the machine that provisioned environments may take: the others need some as well. */
const provisionedPart = 0.75;

export class EnvironmentPool<Environment extends PooledEnvironment> {
  readonly #options: EnvironmentPoolOptions<Environment>;
  readonly #limits: ConcurrencyLimits;
  readonly #groups = new Map<string, EnvironmentGroup<Environment>>();
  readonly #members = new Map<Environment, Member<Environment>>();
  /** Those that were started for an invocation and are free, oldest first; with the timer that ends them. */
  readonly #idle = new Map<Environment, Disposable>();
  readonly #endings = new Set<Promise<void>>();
  readonly #returned = new Emitter<EnvironmentGroup<Environment>>();
  readonly #lost = new Emitter<Environment>();
  #isClosed = false;

  /** A provisioned environment is no longer there, or has lost its process and ends. */
  readonly onDidLose = this.#lost.event;

  constructor(options: EnvironmentPoolOptions<Environment>) {
    this.#options = options;
    this.#limits = new ConcurrencyLimits(options);
  }

  get size(): number {
    return this.#members.size;
  }

  /** How many provisioned environments there may be at once on this machine. */
  get provisionedCapacity(): number {
    return Math.floor(this.#options.capacity * provisionedPart);
  }

  /** An environment for one invocation; it comes back by itself. Rejects with `TooManyRequestsException` (429). */
  async acquire(
    version: FunctionVersion,
    { isFresh = false, isAsync = false }: AcquireOptions = {},
  ): Promise<Environment> {
    const { id } = version;
    if (!isAsync) throttle(this.#limits.refuseRequest(id));
    if (isFresh) await this.#endIdle(version);
    else {
      const warm = this.#takeWarm(version) ?? (await this.#awaitReturn(version));
      if (warm !== undefined) return warm;
    }
    if (this.#isClosed) throw new LambdaServiceError('ServiceException', 500, 'The local service is ending.');
    throttle(this.#refuse(id) ?? this.#limits.refuseStart(id));
    this.#makeRoom();
    const environment = this.#add(version, false);
    this.#begin(environment);
    return environment;
  }

  /**
   * An environment that is kept for the function; the caller starts it. `undefined` while the machine has no room. It
   * takes invocations from `offer` on; when it is lost, `onDidLose` tells.
   */
  addAhead(version: FunctionVersion): Environment | undefined {
    if (this.#isClosed || !this.#makeRoom()) return undefined;
    return this.#add(version, true);
  }

  /** It is ready for its first invocation. */
  offer(environment: Environment): void {
    const member = this.#members.get(environment);
    if (member === undefined) return;
    member.group.put(environment, true);
    this.#returned.fire(member.group);
  }

  /** It is not kept any longer: it ends now, or when it is done. */
  release(environment: Environment): void {
    const member = this.#members.get(environment);
    if (member === undefined) return;
    if (member.isBusy) member.isRetired = true;
    else this.#end(environment);
  }

  /**
   * Environments of this function, or of one version, take no further invocation: idle ones end now, the others when
   * they are done.
   */
  retire(functionName: string, region: string, only?: string): void {
    for (const environment of [...this.#members.keys()]) {
      const { id, version } = environment.version;
      if (id.name !== functionName || id.region !== region) continue;
      if (only === undefined || version === only) this.release(environment);
    }
    if (only === undefined) this.#limits.forget({ region, name: functionName });
  }

  /** Ends all of them, busy or not, and waits until their processes are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#lost.dispose();
    for (const environment of [...this.#members.keys()]) this.#end(environment);
    await Promise.all(this.#endings);
    this.#returned.dispose();
  }

  #takeWarm(version: FunctionVersion): Environment | undefined {
    const group = this.#groups.get(environmentKey(version));
    if (group === undefined) return undefined;
    const { id } = version;
    const ahead = this.#limits.refuseAhead(id) === undefined ? group.takeAhead() : undefined;
    const environment = ahead ?? (this.#refuse(id) === undefined ? group.takeIdle() : undefined);
    if (environment === undefined) return undefined;
    this.#begin(environment);
    return environment;
  }

  /** Waits for one that was answered already. With the limits used up, it is the only one that there can be. */
  async #awaitReturn(version: FunctionVersion): Promise<Environment | undefined> {
    const { clock } = this.#options;
    const untilMs = clock.monotonic() + returnTimeMs;
    while (this.#isOneReturning(version) && clock.monotonic() < untilMs) {
      const group = this.#groups.get(environmentKey(version));
      const controller = new AbortController();
      const timer = clock.after(untilMs - clock.monotonic(), () => controller.abort());
      await nextEvent(this.#returned.event, (returned) => returned === group, controller.signal).catch(() => {});
      timer.dispose();
      const environment = this.#takeWarm(version);
      if (environment !== undefined) return environment;
    }
    return undefined;
  }

  #isOneReturning(version: FunctionVersion): boolean {
    const group = this.#groups.get(environmentKey(version));
    return group?.isOneReturning((environment) => this.#members.get(environment)?.isRetired === false) ?? false;
  }

  /** A fresh one takes the place of those that are idle; of one on its way back too, where no other may run. */
  async #endIdle(version: FunctionVersion): Promise<void> {
    if (this.#limits.refuseOnDemand(version.id) !== undefined) {
      const returned = await this.#awaitReturn(version);
      if (returned !== undefined) this.#end(returned);
    }
    for (const environment of this.#groups.get(environmentKey(version))?.idle ?? []) this.#end(environment);
  }

  #refuse(id: FunctionId): ThrottleReason | undefined {
    const free = this.#options.capacity - this.#limits.onDemand - this.#limits.provisioned;
    const isRoom = this.#limits.onDemandOf(id) < greed * free;
    return this.#limits.refuseOnDemand(id) ?? (isRoom ? undefined : 'ConcurrentInvocationLimitExceeded');
  }

  /** Ends those that were idle for longest. False when all places are in use. */
  #makeRoom(): boolean {
    while (this.size >= this.#options.capacity) {
      const [oldest] = this.#idle.keys();
      if (oldest === undefined) return false;
      this.#end(oldest);
    }
    return true;
  }

  #add(version: FunctionVersion, isAhead: boolean): Environment {
    const environment = this.#options.create(version);
    const key = environmentKey(version);
    const group = this.#groups.get(key) ?? new EnvironmentGroup<Environment>();
    this.#groups.set(key, group);
    this.#members.set(environment, { group, isAhead, isBusy: false, isRetired: false });
    if (isAhead) this.#limits.provision(version.id, 1);
    environment.onDidSettle(() => this.#settle(environment));
    return environment;
  }

  #begin(environment: Environment): void {
    const member = this.#members.get(environment);
    if (member === undefined) return;
    this.#idle.get(environment)?.dispose();
    this.#idle.delete(environment);
    member.isBusy = true;
    member.group.begin(environment);
    this.#limits.begin(environment.version.id, member.isAhead);
  }

  #settle(environment: Environment): void {
    const member = this.#members.get(environment);
    if (member === undefined) return;
    if (member.isBusy) this.#limits.end(environment.version.id, member.isAhead);
    // A free one that lost its process is started again by its next invocation; a provisioned one is replaced.
    else if (!member.isAhead || environment.state === 'ready') return;
    member.isBusy = false;
    if (member.isRetired || this.#isClosed || (member.isAhead && environment.state !== 'ready')) {
      this.#end(environment);
      return;
    }
    member.group.put(environment, member.isAhead);
    if (!member.isAhead) {
      this.#idle.set(
        environment,
        this.#options.clock.after(idleTimeMs, () => this.#end(environment)),
      );
    }
    this.#returned.fire(member.group);
  }

  #end(environment: Environment): void {
    const member = this.#members.get(environment);
    if (member === undefined) return;
    const { version } = environment;
    this.#idle.get(environment)?.dispose();
    this.#idle.delete(environment);
    this.#members.delete(environment);
    if (member.isBusy) this.#limits.end(version.id, member.isAhead);
    if (member.isAhead) this.#limits.provision(version.id, -1);
    member.group.remove(environment);
    const key = environmentKey(version);
    if (member.group.isEmpty && this.#groups.get(key) === member.group) this.#groups.delete(key);
    const ending = environment.close().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
    if (member.isAhead) this.#lost.fire(environment);
  }
}

/** Throws the answer of Lambda when a limit is used up. */
function throttle(Reason: ThrottleReason | undefined): void {
  if (Reason === undefined) return;
  throw new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.', {
    fault: 'User',
    members: { Reason },
    headers: { 'retry-after': '1' },
  });
}
