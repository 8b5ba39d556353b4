/** Follows a log group with FilterLogEvents: free of charge, complete, a few seconds behind. */

import { sleep } from '../../base/clock.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import type { Connection } from '../target.ts';
import { readBudgetedPage } from './budgetedPages.ts';
import type { CallBudget } from './callBudget.ts';
import { classifyTailFailure } from './tailFailure.ts';
import type { FeedContext, TailFeed } from './tailFeed.ts';

/** A group is read once in this time. */
const pollIntervalMs = 2_000;
const waitingIntervalMs = 5_000;
/** Events become visible out of order; what was read up to here is read again, and known events are passed over. */
const overlapMs = 60_000;
/** In a silent log, how far behind the present the next read begins (without the overlap). */
const silenceMs = 60_000;
const patience = 4;

export class PollFeed implements TailFeed {
  readonly #context: FeedContext;
  readonly #budgetFor: (connection: Connection, signal: AbortSignal) => Promise<CallBudget>;
  /** Ids of the events in the part of the log that is read again, with their times. */
  readonly #seen = new Map<string, number>();
  #readFrom: number;

  constructor(context: FeedContext, budgetFor: (connection: Connection, signal: AbortSignal) => Promise<CallBudget>) {
    this.#context = context;
    this.#budgetFor = budgetFor;
    this.#readFrom = context.since;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, logGroupName, target, onState } = this.#context;
    const connection = await target.connect(signal);
    const budget = await this.#budgetFor(connection, signal);
    let failures = 0;
    for (;;) {
      let waitMs = pollIntervalMs;
      try {
        await this.#readOnce(connection, budget, signal);
        failures = 0;
      } catch (error) {
        signal.throwIfAborted();
        const failure = classifyTailFailure(error);
        if (failure === 'missing') {
          onState('waiting');
          waitMs = waitingIntervalMs;
        } else {
          failures += 1;
          this.#context.onHealth('reconnects');
          if (failure === 'final' || failures > patience) throw error;
          waitMs = 1_000 * 2 ** failures;
          log.warn(`Tail of ${logGroupName} on ${target.label} failed, next try in ${waitMs} ms:`, error);
        }
      }
      await sleep(clock, waitMs, signal);
    }
  }

  /** One read from the overlap to the present, page by page. */
  async #readOnce(connection: Connection, budget: CallBudget, signal: AbortSignal): Promise<void> {
    const { clock, logGroupName, onState, onHealth } = this.#context;
    const onThrottled = () => onHealth('throttledCalls');
    const startedAt = clock.now();
    let newest = startedAt - silenceMs;
    let token: string | undefined;
    do {
      const request = { logGroupName, startTime: this.#readFrom };
      const page = await readBudgetedPage(connection, budget, request, token, signal, onThrottled);
      onState('following');
      for (const event of page.events) newest = Math.max(newest, event.timestamp);
      this.#deliver(page.events);
      token = page.nextToken;
    } while (token !== undefined);
    // A function may log into the future; the present is the limit, or what comes until then would be missed.
    this.#readFrom = Math.max(this.#readFrom, Math.min(newest, startedAt) - overlapMs);
    for (const [eventId, timestamp] of this.#seen) if (timestamp < this.#readFrom) this.#seen.delete(eventId);
  }

  #deliver(events: readonly LogEvent[]): void {
    const fresh = events.filter((event) => !this.#seen.has(event.eventId));
    for (const event of fresh) this.#seen.set(event.eventId, event.timestamp);
    if (fresh.length > 0) this.#context.onEvents(fresh);
  }
}
