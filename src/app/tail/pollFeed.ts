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
/**
 * In a silent log, how far behind the present the next read begins (without the overlap). Event times are the service's:
 * a computer whose clock is ahead by less than this misses nothing.
 */
const silenceMs = 60 * 60_000;
/** After this many failures in a row the source says so, and the feed goes on trying. */
const patience = 4;
const longestRetryMs = 30_000;

export class PollFeed implements TailFeed {
  readonly #context: FeedContext;
  readonly #budgetFor: (connection: Connection, signal: AbortSignal) => Promise<CallBudget>;
  /** Ids of the events in the part of the log that is read again, with their times. */
  readonly #seen = new Map<string, number>();
  #readFrom: number;
  #newestEvent: number;
  #lastReadAt = 0;
  #failures = 0;

  constructor(context: FeedContext, budgetFor: (connection: Connection, signal: AbortSignal) => Promise<CallBudget>) {
    this.#context = context;
    this.#budgetFor = budgetFor;
    this.#readFrom = context.since;
    this.#newestEvent = context.since;
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#failures = 0;
    for (;;) {
      let waitMs = pollIntervalMs;
      try {
        const connection = await this.#context.target.connect(signal);
        await this.#readOnce(connection, await this.#budgetFor(connection, signal), signal);
        this.#failures = 0;
      } catch (error) {
        signal.throwIfAborted();
        waitMs = this.#waitAfter(error);
      }
      await sleep(this.#context.clock, waitMs, signal);
    }
  }

  /** How long to wait before the next try; throws what a person must deal with. */
  #waitAfter(error: unknown): number {
    const { log, logGroupName, target, onState, onHealth, onPaused } = this.#context;
    const failure = classifyTailFailure(error);
    if (failure === 'final') throw error;
    if (failure === 'missing') {
      onState('waiting');
      return waitingIntervalMs;
    }
    this.#failures += 1;
    if (this.#failures === 1) onHealth('reconnects');
    if (this.#failures <= patience) onState('reconnecting');
    if (this.#failures === patience + 1) onPaused(error);
    const waitMs = Math.min(1_000 * 2 ** this.#failures, longestRetryMs);
    log.debug(`Tail of ${logGroupName} on ${target.label} failed, next try in ${waitMs} ms:`, error);
    return waitMs;
  }

  /** One read from the overlap to the present, page by page. */
  async #readOnce(connection: Connection, budget: CallBudget, signal: AbortSignal): Promise<void> {
    const { clock, logGroupName, onState, onHealth } = this.#context;
    const onThrottled = () => onHealth('throttledCalls');
    const startedAt = clock.now();
    // The clock was put back: what it had silently passed over comes again, up to what was really seen.
    if (startedAt < this.#lastReadAt) this.#readFrom = Math.min(this.#readFrom, this.#newestEvent - overlapMs);
    this.#lastReadAt = startedAt;
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
    const remembered = Math.min(this.#readFrom, this.#newestEvent - overlapMs);
    for (const [eventId, timestamp] of this.#seen) if (timestamp < remembered) this.#seen.delete(eventId);
  }

  #deliver(events: readonly LogEvent[]): void {
    const fresh = events.filter((event) => !this.#seen.has(event.eventId));
    for (const { eventId, timestamp } of fresh) {
      this.#seen.set(eventId, timestamp);
      this.#newestEvent = Math.max(this.#newestEvent, Math.min(timestamp, this.#context.clock.now()));
    }
    if (fresh.length > 0) this.#context.onEvents(fresh);
  }
}
