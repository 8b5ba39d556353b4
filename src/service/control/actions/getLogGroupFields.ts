/** GetLogGroupFields: which fields the events of a quarter of an hour have, and how many of the events. */

import type { GetLogGroupFieldsCommandInput, GetLogGroupFieldsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { QueryRow } from '../../logs/insights/queryRow.ts';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';

const spanMs = 15 * 60_000;
const sampleEvents = 1000;

export const getLogGroupFields: Action<GetLogGroupFieldsCommandInput, GetLogGroupFieldsCommandOutput> = (
  input,
  context,
) => {
  const { parts } = context;
  const group = requireGroup(input.logGroupName, input.logGroupIdentifier, context);
  // With a time (in seconds), eight minutes on either side of it.
  const endMs = input.time === undefined ? parts.clock.now() : input.time * 1000 + 8 * 60_000;
  const startMs = input.time === undefined ? endMs - spanMs : input.time * 1000 - 8 * 60_000;
  const counts = new Map<string, number>();
  let events = 0;
  for (const event of parts.logReader.read({
    groupId: group.id,
    streamIds: undefined,
    startTime: startMs,
    endTime: endMs,
    order: 'newest-first',
    beyond: undefined,
    scanLimit: sampleEvents,
  })) {
    events += 1;
    for (const name of QueryRow.ofEvent(event, group.name, '').names()) {
      if (name !== '@ptr') counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return {
    logGroupFields: [...counts]
      .map(([name, count]) => ({ name, percent: Math.round((count / events) * 100) }))
      .sort((a, b) => b.percent - a.percent),
  };
};
