/**
 * The rate at which one account and Region is asked. FilterLogEvents allows 5 calls per second in the strictest Regions,
 * shared by everyone in the account (CloudWatch Logs quotas), so a tail never takes more than that in all.
 */

import { type Clock, sleep } from '../../base/clock.ts';

const spacingMs = 200;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

export class CallBudget {
  readonly #clock: Clock;
  #nextTurnAt = 0;
  #pausedUntil = 0;
  #pauseMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for the next free turn; turns are given in the order they are asked for. */
  async turn(signal: AbortSignal): Promise<void> {
    do {
      const now = this.#clock.monotonic();
      const at = Math.max(now, this.#nextTurnAt, this.#pausedUntil);
      this.#nextTurnAt = at + spacingMs;
      if (at > now) await sleep(this.#clock, at - now, signal);
      // Someone may have been throttled while this one waited.
    } while (this.#pausedUntil > this.#clock.monotonic());
  }

  /** A call was throttled: everyone waits, twice as long each time. */
  throttled(): void {
    this.#pauseMs = Math.min(Math.max(firstPauseMs, this.#pauseMs * 2), longestPauseMs);
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonic() + this.#pauseMs);
  }

  succeeded(): void {
    this.#pauseMs = 0;
  }
}

/** One budget per account and Region, whatever profiles lead there. */
export class CallBudgets {
  readonly #clock: Clock;
  readonly #budgets = new Map<string, CallBudget>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `account`: the account id, or anything else that stands for the account where the id cannot be known. */
  of(account: string, region: string): CallBudget {
    const key = `${account}/${region}`;
    let budget = this.#budgets.get(key);
    if (!budget) {
      budget = new CallBudget(this.#clock);
      this.#budgets.set(key, budget);
    }
    return budget;
  }
}
