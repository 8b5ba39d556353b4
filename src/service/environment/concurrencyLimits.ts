/**
 * Who may run one more invocation: reservations, what they leave to the others, and how fast both may be used.
 * Source: Lambda developer guide, "Understanding Lambda function scaling" and "Lambda quotas".
 */

import type { ThrottleReason } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import { limits } from '../../lambda/limits.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import { TokenBucket } from './tokenBucket.ts';

export interface ConcurrencyLimitsOptions {
  /** How many invocations of a function may run at once, all of its versions together; `undefined` for no limit. */
  reserved?(id: FunctionId): number | undefined;
  /** What all functions of a Region have reserved together. */
  totalReserved?(region: string): number;
  readonly clock: Clock;
}

/** What a function uses of its limits now. */
interface Use {
  readonly id: FunctionId;
  /** Invocations that run in environments that were started for one. */
  onDemand: number;
  /** Invocations that run in provisioned environments. */
  ahead: number;
  /** Provisioned environments, whether they run something or not: nobody else gets their concurrency. */
  provisioned: number;
  readonly requests: TokenBucket;
  readonly starts: TokenBucket;
}

export class ConcurrencyLimits {
  readonly #options: ConcurrencyLimitsOptions;
  readonly #uses = new Map<string, Use>();
  #onDemand = 0;
  #provisioned = 0;

  constructor(options: ConcurrencyLimitsOptions) {
    this.#options = options;
  }

  /** Of all functions. */
  get onDemand(): number {
    return this.#onDemand;
  }

  /** Of all functions. */
  get provisioned(): number {
    return this.#provisioned;
  }

  onDemandOf(id: FunctionId): number {
    return this.#uses.get(keyOf(id))?.onDemand ?? 0;
  }

  begin(id: FunctionId, isAhead: boolean): void {
    this.#count(id, isAhead, 1);
  }

  end(id: FunctionId, isAhead: boolean): void {
    this.#count(id, isAhead, -1);
  }

  /** So many provisioned environments more, or fewer. */
  provision(id: FunctionId, change: number): void {
    this.#useOf(id).provisioned += change;
    this.#provisioned += change;
  }

  /** Its function has gone, and with it what it had used of its rates. */
  forget(id: FunctionId): void {
    const { onDemand, ahead, provisioned } = this.#useOf(id);
    if (onDemand + ahead + provisioned === 0) this.#uses.delete(keyOf(id));
  }

  /** Ten requests a second for each environment that the function may have. Counts the request. */
  refuseRequest(id: FunctionId): ThrottleReason | undefined {
    const reserved = this.#options.reserved?.(id);
    // A stopped function is told so by its concurrency.
    if (reserved === 0) return undefined;
    const perSecond = limits.requestsPerEnvironment * (reserved ?? limits.accountConcurrency);
    const isWithin = this.#useOf(id).requests.take({ capacity: perSecond, perSecond }, this.#options.clock.monotonic());
    if (isWithin) return undefined;
    return reserved === undefined
      ? 'FunctionInvocationRateLimitExceeded'
      : 'ReservedFunctionInvocationRateLimitExceeded';
  }

  /** Whether one more may run in a provisioned environment that is there. */
  refuseAhead(id: FunctionId): ThrottleReason | undefined {
    const reserved = this.#options.reserved?.(id);
    const { onDemand, ahead } = this.#useOf(id);
    if (reserved === undefined || onDemand + ahead < reserved) return undefined;
    return 'ReservedFunctionConcurrentInvocationLimitExceeded';
  }

  /** Whether one more may run in any other environment. */
  refuseOnDemand(id: FunctionId): ThrottleReason | undefined {
    const reserved = this.#options.reserved?.(id);
    if (reserved === undefined) {
      return this.#isUnreservedUp(id.region) ? 'ConcurrentInvocationLimitExceeded' : undefined;
    }
    const { onDemand, ahead, provisioned } = this.#useOf(id);
    const isUp = onDemand >= reserved - provisioned || onDemand + ahead >= reserved;
    return isUp ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : undefined;
  }

  /** A thousand new environments of a function in ten seconds. Counts the environment. */
  refuseStart(id: FunctionId): ThrottleReason | undefined {
    const rate = {
      capacity: limits.scalingEnvironments,
      perSecond: limits.scalingEnvironments / limits.scalingSeconds,
    };
    const isWithin = this.#useOf(id).starts.take(rate, this.#options.clock.monotonic());
    return isWithin ? undefined : 'FunctionInvocationRateLimitExceeded';
  }

  #isUnreservedUp(region: string): boolean {
    let running = 0;
    let set = this.#options.totalReserved?.(region) ?? 0;
    for (const { id, onDemand, provisioned } of this.#uses.values()) {
      if (id.region !== region || this.#options.reserved?.(id) !== undefined) continue;
      running += onDemand;
      set += provisioned;
    }
    return running >= limits.accountConcurrency - set;
  }

  #count(id: FunctionId, isAhead: boolean, change: number): void {
    const use = this.#useOf(id);
    if (isAhead) {
      use.ahead += change;
      return;
    }
    use.onDemand += change;
    this.#onDemand += change;
  }

  #useOf(id: FunctionId): Use {
    const key = keyOf(id);
    let use = this.#uses.get(key);
    if (use === undefined) {
      const { region, name } = id;
      use = {
        id: { region, name },
        onDemand: 0,
        ahead: 0,
        provisioned: 0,
        requests: new TokenBucket(),
        starts: new TokenBucket(),
      };
      this.#uses.set(key, use);
    }
    return use;
  }
}

function keyOf({ region, name }: FunctionId): string {
  return `${region}/${name}`;
}
