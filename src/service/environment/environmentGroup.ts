/** The environments of one version with one configuration: which are free, which run, and which of them is used next. */

import type { Disposable } from '../../base/lifecycle.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import type { EnvironmentState } from './environmentState.ts';
import type { Failure } from './failure.ts';

/** What the pool needs of an environment; `ExecutionEnvironment` is one. */
export interface PooledEnvironment {
  readonly version: FunctionVersion;
  readonly state: EnvironmentState;
  /** Free again, or without a process: the pool decides what becomes of it. */
  readonly onDidSettle: (listener: () => void) => Disposable;
  /** Starts it before there is an invocation. Resolves when its Init is over, with the reason when it failed. */
  initialiseAhead(): Promise<Failure | undefined>;
  close(): Promise<void>;
}

export class EnvironmentGroup<Environment extends PooledEnvironment> {
  /** In the order of last use, oldest first. */
  readonly #idle: Environment[] = [];
  readonly #ahead: Environment[] = [];
  readonly #busy = new Set<Environment>();

  get isEmpty(): boolean {
    return this.#idle.length + this.#ahead.length + this.#busy.size === 0;
  }

  get idle(): readonly Environment[] {
    return [...this.#idle];
  }

  /** Whether one was answered already and is on its way back to *next*. */
  isOneReturning(isMeant: (environment: Environment) => boolean): boolean {
    for (const environment of this.#busy) if (environment.state === 'responded' && isMeant(environment)) return true;
    return false;
  }

  /** Runs an invocation from now on. */
  begin(environment: Environment): void {
    this.#busy.add(environment);
  }

  /** Free from now on; `isAhead` for one that was provisioned. */
  put(environment: Environment, isAhead: boolean): void {
    this.#busy.delete(environment);
    (isAhead ? this.#ahead : this.#idle).push(environment);
  }

  /** The one used last: its caches are the warmest, and the others can grow old. One with a process comes first. */
  takeIdle(): Environment | undefined {
    return takeLast(this.#idle, isReady) ?? this.#idle.pop();
  }

  /** A provisioned one is of use only when it is ready. */
  takeAhead(): Environment | undefined {
    return takeLast(this.#ahead, isReady);
  }

  remove(environment: Environment): void {
    this.#busy.delete(environment);
    for (const free of [this.#idle, this.#ahead]) takeLast(free, (one) => one === environment);
  }
}

function isReady({ state }: PooledEnvironment): boolean {
  return state === 'ready';
}

function takeLast<T>(list: T[], isMeant: (one: T) => boolean): T | undefined {
  const index = list.findLastIndex(isMeant);
  return index < 0 ? undefined : list.splice(index, 1)[0];
}
