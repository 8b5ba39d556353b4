/** Which environment runs an invocation: a warm one where there is one, a new one where all are busy. */

import type { Clock } from '../../base/clock.ts';
import { Emitter, nextEvent } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { limits } from '../../lambda/limits.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { environmentKey, type FunctionId, type FunctionVersion } from '../store/functionVersion.ts';
import type { EnvironmentState } from './environmentState.ts';

/** What the pool needs of an environment; `ExecutionEnvironment` is one. */
export interface PooledEnvironment {
  readonly version: FunctionVersion;
  readonly state: EnvironmentState;
  readonly onDidSettle: (listener: () => void) => Disposable;
  close(): Promise<void>;
}

export interface EnvironmentPoolOptions<Environment extends PooledEnvironment> {
  create(version: FunctionVersion): Environment;
  /** How many environments this machine carries at once, idle ones included. */
  readonly capacity: number;
  /** How many invocations of a function may run at once, all of its versions together; `undefined` for no limit. */
  reserved?(id: FunctionId): number | undefined;
  readonly clock: Clock;
}

/** An environment that nobody needs ends after this time. */
export const idleTimeMs = 5 * 60_000;
/** A caller's next call may overtake the runtime's way back to *next*. Waiting is quicker than a cold start. */
const returnTimeMs = 250;

export class EnvironmentPool<Environment extends PooledEnvironment> {
  readonly #options: EnvironmentPoolOptions<Environment>;
  /** In the order of last use, oldest first; with the timer that ends them. */
  readonly #idle = new Map<Environment, Disposable>();
  readonly #busy = new Set<Environment>();
  readonly #retired = new Set<Environment>();
  readonly #endings = new Set<Promise<void>>();
  readonly #returned = new Emitter<string>();
  #isClosed = false;

  constructor(options: EnvironmentPoolOptions<Environment>) {
    this.#options = options;
  }

  get size(): number {
    return this.#idle.size + this.#busy.size;
  }

  /**
   * An environment for one invocation; it comes back by itself. A fresh one takes the place of those that are idle.
   * Rejects with `TooManyRequestsException` (429).
   */
  async acquire(version: FunctionVersion, { isFresh } = { isFresh: false }): Promise<Environment> {
    const key = environmentKey(version);
    if (this.#isReservedUp(version.id)) {
      // One that was answered already may be free in a moment.
      const returned = await this.#awaitReturn(key);
      if (returned !== undefined && !isFresh) return returned;
      if (returned !== undefined) this.#end(returned);
      if (this.#isReservedUp(version.id)) throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded');
    }
    if (isFresh) this.#endIdle(key);
    const warm = isFresh ? undefined : (this.#takeIdle(key) ?? (await this.#awaitReturn(key)));
    if (warm !== undefined) return warm;
    if (this.#isClosed) throw new LambdaServiceError('ServiceException', 500, 'The local service is ending.');
    if (this.#busy.size >= limits.accountConcurrency) throw tooManyRequests('ConcurrentInvocationLimitExceeded');
    while (this.size >= this.#options.capacity) this.#endOldest();
    const environment = this.#options.create(version);
    environment.onDidSettle(() => this.#settle(environment));
    this.#busy.add(environment);
    return environment;
  }

  /**
   * Environments of this function, or of one version, take no further invocation: idle ones end now, the others when
   * they are done.
   */
  retire(functionName: string, region: string, only?: string): void {
    const isMeant = ({ version: { id, version } }: Environment) =>
      id.name === functionName && id.region === region && (only === undefined || version === only);
    for (const environment of [...this.#idle.keys()].filter(isMeant)) this.#end(environment);
    for (const environment of [...this.#busy].filter(isMeant)) this.#retired.add(environment);
  }

  /** Ends all of them, busy or not, and waits until their processes are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const environment of [...this.#idle.keys(), ...this.#busy]) this.#end(environment);
    await Promise.all(this.#endings);
    this.#returned.dispose();
  }

  /** The one used last: its caches are the warmest, and the others can grow old. */
  #takeIdle(key: string): Environment | undefined {
    const mine = this.#idleOf(key);
    const environment = mine.findLast(({ state }) => state === 'ready') ?? mine.at(-1);
    if (environment === undefined) return undefined;
    this.#idle.get(environment)?.dispose();
    this.#idle.delete(environment);
    this.#busy.add(environment);
    return environment;
  }

  #endIdle(key: string): void {
    for (const environment of this.#idleOf(key)) this.#end(environment);
  }

  #idleOf(key: string): readonly Environment[] {
    return [...this.#idle.keys()].filter((environment) => environmentKey(environment.version) === key);
  }

  async #awaitReturn(key: string): Promise<Environment | undefined> {
    const { clock } = this.#options;
    const untilMs = clock.monotonic() + returnTimeMs;
    while (this.#isOneReturning(key) && clock.monotonic() < untilMs) {
      const controller = new AbortController();
      const timer = clock.after(untilMs - clock.monotonic(), () => controller.abort());
      await nextEvent(this.#returned.event, (returned) => returned === key, controller.signal).catch(() => {});
      timer.dispose();
      const environment = this.#takeIdle(key);
      if (environment !== undefined) return environment;
    }
    return undefined;
  }

  #isOneReturning(key: string): boolean {
    for (const environment of this.#busy) {
      const isMine = environmentKey(environment.version) === key && !this.#retired.has(environment);
      if (isMine && environment.state === 'responded') return true;
    }
    return false;
  }

  #settle(environment: Environment): void {
    if (!this.#busy.delete(environment)) return;
    if (this.#retired.delete(environment) || this.#isClosed) {
      this.#end(environment);
      return;
    }
    this.#idle.set(
      environment,
      this.#options.clock.after(idleTimeMs, () => this.#end(environment)),
    );
    this.#returned.fire(environmentKey(environment.version));
  }

  #isReservedUp({ region, name }: FunctionId): boolean {
    const reserved = this.#options.reserved?.({ region, name });
    if (reserved === undefined) return false;
    let running = 0;
    for (const { version } of this.#busy) if (version.id.name === name && version.id.region === region) running += 1;
    return running >= reserved;
  }

  #endOldest(): void {
    const [oldest] = this.#idle.keys();
    if (oldest === undefined) throw tooManyRequests('ConcurrentInvocationLimitExceeded');
    this.#end(oldest);
  }

  #end(environment: Environment): void {
    this.#idle.get(environment)?.dispose();
    this.#idle.delete(environment);
    this.#busy.delete(environment);
    this.#retired.delete(environment);
    const ending = environment.close().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }
}

/** The answer of Lambda when a concurrency is used up. */
function tooManyRequests(Reason: string): LambdaServiceError {
  return new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.', {
    fault: 'User',
    members: { Reason },
    headers: { 'retry-after': '1' },
  });
}
