/** Follows a log group with Live Tail, opening the stream again whenever it ends; the gap is read from the log. */

import { sleep } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import type { Connection } from '../target.ts';
import { readBudgetedPage } from './budgetedPages.ts';
import { ContentIds } from './contentIds.ts';
import { readEventPage } from './eventPages.ts';
import type { BudgetFor } from './history.ts';
import { type LiveSessionOptions, runLiveSession } from './liveSession.ts';
import { classifyTailFailure } from './tailFailure.ts';
import type { FeedContext, TailFeed } from './tailFeed.ts';

const firstRetryMs = 250;
const longestRetryMs = 8_000;
const waitingMs = 5_000;
/** On this machine a look at a missing group costs nothing, and the first invocation is the one that matters. */
const waitingHereMs = 500;
/** A service that was stopped here may be started again by hand: one quiet look every few seconds. */
const stoppedHereMs = 5_000;
/** A broken session may have lost what was on its way: the read of the gap begins a little before its last event. */
const overlapMs = 10_000;

export class LiveFeed implements TailFeed {
  readonly #context: FeedContext;
  readonly #budgetFor: BudgetFor | undefined;
  readonly #ids = new ContentIds();
  #newest: number | undefined;
  #failures = 0;

  /** `budgetFor`: where reading the log is limited. */
  constructor(context: FeedContext, budgetFor?: BudgetFor) {
    this.#context = context;
    this.#budgetFor = budgetFor;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, onState } = this.#context;
    for (;;) {
      let waitMs = firstRetryMs;
      try {
        await this.#session(signal);
        onState('starting');
      } catch (error) {
        signal.throwIfAborted();
        waitMs = this.#waitAfter(error);
      }
      await sleep(clock, waitMs, signal);
    }
  }

  async #session(signal: AbortSignal): Promise<void> {
    const { clock, onState, onEvents, since, target } = this.#context;
    const connection = await target.connect(signal);
    const newest = this.#newest === undefined ? since : Math.min(this.#newest, clock.now()) - overlapMs;
    const session = {
      context: this.#context,
      connection,
      ids: this.#ids,
      readFrom: newest,
      readPage: await this.#pageReader(connection, signal),
      onOpen: () => {
        this.#failures = 0;
        onState('following');
      },
      onEvents: (events: readonly LogEvent[]) => {
        for (const event of events) this.#newest = Math.max(this.#newest ?? 0, event.timestamp);
        onEvents(events);
      },
    };
    await runLiveSession(session, signal);
  }

  async #pageReader(connection: Connection, signal: AbortSignal): Promise<LiveSessionOptions['readPage']> {
    const { onHealth } = this.#context;
    const budget = await this.#budgetFor?.(connection, signal);
    return (request, token, inner) =>
      budget === undefined
        ? readEventPage(connection.logs, request, token, inner)
        : readBudgetedPage(connection, budget, request, token, inner, () => onHealth('throttledCalls'));
  }

  /** How long to wait before the next try; throws what a person must deal with. */
  #waitAfter(error: unknown): number {
    const { log, logGroupName, onState, onPaused, target } = this.#context;
    switch (classifyTailFailure(error)) {
      case 'missing':
        onState('waiting');
        return target.runsHere ? waitingHereMs : waitingMs;
      case 'final':
        if (!target.runsHere || !(error instanceof HumanError)) throw error;
        onPaused(error);
        return stoppedHereMs;
      case 'throttled':
      case 'transient': {
        if (this.#failures === 0) this.#context.onHealth('reconnects');
        const waitMs = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
        this.#failures += 1;
        onState('reconnecting');
        log.debug(`Live tail of ${logGroupName} on ${target.label} ended, next try in ${waitMs} ms:`, error);
        return waitMs;
      }
    }
  }
}
