/** GetLogEvents: one stream, a page at a time, in both directions. A token that comes back unchanged is the end. */

import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { LogPosition } from '../../logs/eventId.ts';
import type { StoredLogEvent } from '../../logs/logReader.ts';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { PageBudget } from '../logPage.ts';
import { logsErrors } from '../logsErrors.ts';
import { positionToken, readPositionToken } from '../logTokens.ts';

const start: LogPosition = { timestamp: 0, id: 0 };

export const getLogEvents: Action<GetLogEventsCommandInput, GetLogEventsCommandOutput> = (input, context) => {
  const { parts } = context;
  const group = requireGroup(input.logGroupName, input.logGroupIdentifier, context);
  const stream = parts.logs.findStream(group.id, input.logStreamName ?? '');
  if (stream === undefined) throw logsErrors.streamNotFound();
  const token = input.nextToken === undefined ? undefined : readPositionToken(input.nextToken);
  const forward = token === undefined ? input.startFromHead === true : token.kind === 'f';
  const budget = new PageBudget(input.limit);
  const page: StoredLogEvent[] = [];
  const events = parts.logReader.read({
    groupId: group.id,
    streamIds: [stream.id],
    startTime: input.startTime,
    endTime: input.endTime === undefined ? undefined : input.endTime - 1,
    order: forward ? 'oldest-first' : 'newest-first',
    beyond: token?.position,
    scanLimit: budget.events,
  });
  for (const event of events) {
    if (!budget.take(event)) break;
    page.push(event);
  }
  if (!forward) page.reverse();
  const fallback = token?.position ?? start;
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: positionToken('f', page.at(-1) ?? fallback),
    nextBackwardToken: positionToken('b', page[0] ?? fallback),
  };
};
