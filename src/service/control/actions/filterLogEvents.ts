/** FilterLogEvents: events of many streams by time, as far as a pattern selects them. */

import type { FilterLogEventsCommandInput, FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { eventId, type LogPosition } from '../../logs/eventId.ts';
import type { StoredLogEvent } from '../../logs/logReader.ts';
import type { Action } from '../context.ts';
import { requireFilter, requireGroup, selectStreams } from '../logGroupTarget.ts';
import { PageBudget } from '../logPage.ts';
import { pageToken, readPageToken } from '../logTokens.ts';

/** One call looks at no more events than this: a rare term gives empty pages with a token, as on AWS. */
const scanLimit = 10_000;

export const filterLogEvents: Action<FilterLogEventsCommandInput, FilterLogEventsCommandOutput> = (input, context) => {
  const group = requireGroup(input.logGroupName, input.logGroupIdentifier, context);
  const streamIds = selectStreams(group, input.logStreamNames, input.logStreamNamePrefix, context);
  const { selects } = requireFilter(input.filterPattern);
  const nowMs = context.parts.clock.now();
  const beyond = input.nextToken === undefined ? undefined : readPageToken(input.nextToken, nowMs);
  const budget = new PageBudget(input.limit);
  const page: StoredLogEvent[] = [];
  let scanned = 0;
  let last: LogPosition | undefined = beyond;
  let more = false;
  const events = context.parts.logReader.read({
    groupId: group.id,
    streamIds,
    startTime: input.startTime,
    endTime: input.endTime,
    order: input.startFromHead === false ? 'newest-first' : 'oldest-first',
    beyond,
    scanLimit: scanLimit + 1,
  });
  for (const event of events) {
    const selected = selects(event.message);
    if (scanned === scanLimit || (selected && !budget.take(event))) {
      more = true;
      break;
    }
    scanned += 1;
    last = event;
    if (selected) page.push(event);
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
    ...(more && last !== undefined ? { nextToken: pageToken(last, nowMs) } : {}),
  };
};
