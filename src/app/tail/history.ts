/** Pieces of the past: a closed range read once, and the log paged backwards window by window. */

import type { LogEvent } from '../../lambda/logEvent.ts';
import type { Connection } from '../target.ts';
import { readBudgetedPage } from './budgetedPages.ts';
import type { CallBudget } from './callBudget.ts';
import type { PageRequest } from './eventPages.ts';
import type { FeedContext, TailFeed } from './tailFeed.ts';

export type BudgetFor = (connection: Connection, signal: AbortSignal) => Promise<CallBudget>;

/** Shows a closed range; reading again after a failure begins anew, and known events are passed over by their ids. */
export class RangeFeed implements TailFeed {
  readonly #context: FeedContext;
  readonly #endTime: number;
  readonly #budgetFor: BudgetFor;
  readonly #seen = new Set<string>();

  /** `endTime`: exclusive. */
  constructor(context: FeedContext, endTime: number, budgetFor: BudgetFor) {
    this.#context = context;
    this.#endTime = endTime;
    this.#budgetFor = budgetFor;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { target, logGroupName, since, onEvents, onState, onHealth } = this.#context;
    const connection = await target.connect(signal);
    const budget = await this.#budgetFor(connection, signal);
    const request = { logGroupName, startTime: since, endTime: this.#endTime - 1 };
    for await (const page of pagesOf(connection, budget, request, signal, () => onHealth('throttledCalls'))) {
      const fresh = page.filter(({ eventId }) => !this.#seen.has(eventId));
      for (const { eventId } of fresh) this.#seen.add(eventId);
      if (fresh.length > 0) onEvents(fresh);
    }
    onState('ended');
  }
}

export interface OlderWindow {
  /** The newest events before `before`, as many as there was room for. */
  readonly events: readonly LogEvent[];
  /** Everything from here to `before` was read. */
  readonly readBackTo: number;
  /** `full`: there was more than room. `begins`: nothing older is in the log. */
  readonly limit: 'full' | 'begins' | undefined;
}

const firstWindowMs = 15 * 60_000;
/** Each empty window is followed by one four times as long: eight of them reach back a year and a half. */
const growth = 4;
const mostWindows = 8;

export async function readOlder(
  connection: Connection,
  budget: CallBudget,
  request: { readonly logGroupName: string; readonly before: number; readonly filterPattern?: string },
  room: number,
  signal: AbortSignal,
  onThrottled: () => void,
): Promise<OlderWindow> {
  const { before, ...rest } = request;
  let readBackTo = before;
  let windowMs = firstWindowMs;
  for (let tried = 0; tried < mostWindows; tried += 1) {
    const startTime = Math.max(0, readBackTo - windowMs);
    const found: LogEvent[] = [];
    for await (const page of pagesOf(
      connection,
      budget,
      { ...rest, startTime, endTime: readBackTo - 1 },
      signal,
      onThrottled,
    )) {
      found.push(...page);
      // Pages come oldest first, so what is kept is the end.
      if (found.length > 2 * room) found.splice(0, found.length - room - 1);
    }
    found.sort((a, b) => a.timestamp - b.timestamp);
    if (found.length > room) {
      const events = found.slice(found.length - room);
      return { events, readBackTo: events[0]?.timestamp ?? before, limit: 'full' };
    }
    readBackTo = startTime;
    if (found.length > 0) return { events: found, readBackTo, limit: undefined };
    if (startTime === 0) break;
    windowMs *= growth;
  }
  return { events: [], readBackTo, limit: 'begins' };
}

async function* pagesOf(
  connection: Connection,
  budget: CallBudget,
  request: PageRequest,
  signal: AbortSignal,
  onThrottled: () => void,
): AsyncGenerator<readonly LogEvent[]> {
  let token: string | undefined;
  do {
    const page = await readBudgetedPage(connection, budget, request, token, signal, onThrottled);
    yield page.events;
    token = page.nextToken;
  } while (token !== undefined);
}
