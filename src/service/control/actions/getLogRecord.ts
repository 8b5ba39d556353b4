/** GetLogRecord: one event with every field that is found in it, by the `@ptr` of a query. */

import type { GetLogRecordCommandInput, GetLogRecordCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { readPointer } from '../../logs/insights/logPointer.ts';
import { QueryRow } from '../../logs/insights/queryRow.ts';
import { Moment, shown } from '../../logs/insights/queryValue.ts';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const getLogRecord: Action<GetLogRecordCommandInput, GetLogRecordCommandOutput> = (input, { parts, region }) => {
  const pointer = readPointer(input.logRecordPointer ?? '');
  if (pointer === undefined) throw logsErrors.invalidPointer();
  const group = parts.logs.listGroups(region).find(({ id }) => id === pointer.groupId);
  const event = group && parts.logReader.find(group.id, pointer.eventId);
  if (group === undefined || event === undefined) throw logsErrors.recordNotFound();
  const row = QueryRow.ofEvent(event, `${parts.accountId}:${group.name}`, input.logRecordPointer ?? '');
  return {
    logRecord: Object.fromEntries(
      row.names().map((name) => {
        const value = row.get(name);
        // A record has times as they are counted, not as results show them.
        return [name, value instanceof Moment ? String(value.ms) : shown(value)];
      }),
    ),
  };
};
