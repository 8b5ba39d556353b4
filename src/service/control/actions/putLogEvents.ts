/** PutLogEvents: stores what is neither too old nor from the future, and says what it left out. */

import type {
  InputLogEvent,
  PutLogEventsCommandInput,
  PutLogEventsCommandOutput,
  RejectedLogEventsInfo,
} from '@aws-sdk/client-cloudwatch-logs';
import { expiredBefore } from '../../logs/logGroup.ts';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

const dayMs = 24 * 3_600_000;
const oldestMs = 14 * dayMs;
const newestMs = 2 * 3_600_000;
const batchBytes = 1_048_576;
const overheadBytes = 26;
/** Sequence tokens are no longer checked; a client may still want one. */
const nextSequenceToken = '49039859593853019393895939593859395938593859385939593859';

export const putLogEvents: Action<PutLogEventsCommandInput, PutLogEventsCommandOutput> = (input, context) => {
  const { parts, region } = context;
  const { logGroupName = '', logStreamName = '', logEvents = [] } = input;
  const group = requireGroup(logGroupName, undefined, context);
  if (parts.logs.findStream(group.id, logStreamName) === undefined) throw logsErrors.streamNotFound();
  checkBatch(logEvents);
  const nowMs = parts.clock.now();
  const times = logEvents.map(({ timestamp = 0 }) => timestamp);
  const firstYoung = firstIndex(times, (time) => time >= nowMs - oldestMs);
  const { retentionInDays } = group.settings;
  const firstUnexpired =
    retentionInDays === undefined ? 0 : firstIndex(times, (time) => time >= expiredBefore(nowMs, retentionInDays));
  const firstKept = Math.max(firstYoung, firstUnexpired);
  const firstTooNew = firstIndex(times, (time) => time > nowMs + newestMs);
  parts.logs.append(
    { region, logGroupName, logStreamName },
    logEvents.slice(firstKept, firstTooNew).map(({ timestamp = 0, message = '' }) => ({ timestamp, message })),
  );
  const rejected: RejectedLogEventsInfo = {
    ...(firstYoung > 0 ? { tooOldLogEventEndIndex: firstYoung } : {}),
    ...(firstUnexpired > firstYoung ? { expiredLogEventEndIndex: firstUnexpired } : {}),
    ...(firstTooNew < times.length ? { tooNewLogEventStartIndex: firstTooNew } : {}),
  };
  return {
    nextSequenceToken,
    ...(Object.keys(rejected).length === 0 ? {} : { rejectedLogEventsInfo: rejected }),
  };
};

function checkBatch(events: readonly InputLogEvent[]): void {
  let bytes = 0;
  let previous = 0;
  for (const { timestamp = 0, message = '' } of events) {
    if (timestamp < previous) throw logsErrors.notChronological();
    previous = timestamp;
    bytes += Buffer.byteLength(message) + overheadBytes;
  }
  if (previous - (events[0]?.timestamp ?? 0) > dayMs) throw logsErrors.spanTooLong();
  if (bytes > batchBytes) throw logsErrors.batchTooLarge();
}

function firstIndex(times: readonly number[], matches: (time: number) => boolean): number {
  const index = times.findIndex(matches);
  return index < 0 ? times.length : index;
}
