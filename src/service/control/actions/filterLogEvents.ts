/** FilterLogEvents: events of many streams by time, as far as a pattern selects them. */

import type { FilterLogEventsCommandInput, FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { eventId, type LogPosition } from '../../logs/eventId.ts';
import type { LogQuery, StoredLogEvent } from '../../logs/logReader.ts';
import type { Action } from '../context.ts';
import { requireFilter, requireGroup, selectStreams } from '../logGroupTarget.ts';
import { PageBudget } from '../logPage.ts';
import { pageToken, readPageToken } from '../logTokens.ts';

/** One call looks at no more events than this: a rare term gives empty pages with a token, as on AWS. */
const scanLimit = 10_000;

export const filterLogEvents: Action<FilterLogEventsCommandInput, FilterLogEventsCommandOutput> = (input, context) => {
  const group = requireGroup(input.logGroupName, input.logGroupIdentifier, context);
  const streamIds = selectStreams(group, input.logStreamNames, input.logStreamNamePrefix, context);
  const { selects, requires } = requireFilter(input.filterPattern);
  const { logReader, clock } = context.parts;
  const nowMs = clock.now();
  const beyond = input.nextToken === undefined ? undefined : readPageToken(input.nextToken, nowMs);
  const query: LogQuery = {
    groupId: group.id,
    streamIds,
    startTime: input.startTime,
    endTime: input.endTime,
    order: input.startFromHead === false ? 'newest-first' : 'oldest-first',
    beyond,
    scanLimit,
  };
  const [end, behind] = logReader.limits(query);
  const events =
    requires === undefined ? logReader.read(query) : logReader.search(query, { text: requires, upTo: end });
  const budget = new PageBudget(input.limit);
  const page: StoredLogEvent[] = [];
  let next: LogPosition | undefined = behind === undefined ? undefined : end;
  for (const event of events) {
    if (!selects(event.message)) continue;
    if (!budget.take(event)) {
      // A first event always fits: there is one before this.
      next = page.at(-1);
      break;
    }
    page.push(event);
  }
  return {
    events: page.map(({ id, logStreamName, timestamp, message, ingestionTime }) => ({
      logStreamName,
      timestamp,
      message,
      ingestionTime,
      eventId: eventId(timestamp, id),
    })),
    searchedLogStreams: [],
    ...(next === undefined ? {} : { nextToken: pageToken(next, nowMs) }),
  };
};
