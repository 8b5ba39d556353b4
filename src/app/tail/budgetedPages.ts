/** Reads one page within the account's rate. Throttling slows everyone down and asks for the very same page again. */

import type { Connection } from '../target.ts';
import type { CallBudget } from './callBudget.ts';
import { type EventPage, type PageRequest, readEventPage } from './eventPages.ts';
import { classifyTailFailure } from './tailFailure.ts';

export async function readBudgetedPage(
  connection: Connection,
  budget: CallBudget,
  request: PageRequest,
  token: string | undefined,
  signal: AbortSignal,
  onThrottled: () => void,
): Promise<EventPage> {
  for (;;) {
    await budget.turn(signal);
    try {
      const page = await readEventPage(connection.logs, request, token, signal);
      budget.succeeded();
      return page;
    } catch (error) {
      signal.throwIfAborted();
      if (classifyTailFailure(error) !== 'throttled') throw error;
      budget.throttled();
      onThrottled();
    }
  }
}
