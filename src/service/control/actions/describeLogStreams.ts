/** DescribeLogStreams: by name, or by the time of the last event. */

import type { DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../lambda/names.ts';
import type { LogStream } from '../../logs/logStore.ts';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';
import { nameToken, readNameToken } from '../logTokens.ts';

const pageSize = 50;

export const describeLogStreams: Action<DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput> = (
  input,
  context,
) => {
  const { parts, region } = context;
  const group = requireGroup(input.logGroupName, input.logGroupIdentifier, context);
  const byTime = input.orderBy === 'LastEventTime';
  if (byTime && input.logStreamNamePrefix !== undefined) throw logsErrors.prefixWithLastEventTime();
  const ordered = parts.logs
    .listStreams(group.id)
    .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
    .sort(byTime ? compareByTime : compareByName);
  if (input.descending) ordered.reverse();
  const after = readNameToken(input.nextToken);
  const start = after === undefined ? 0 : ordered.findIndex(({ name }) => name === after) + 1;
  const page = ordered.slice(start, start + (input.limit ?? pageSize));
  const arn = logGroupArn(region, parts.accountId, group.name);
  return {
    logStreams: page.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.createdAt,
      ...(stream.firstEventAt === undefined ? {} : { firstEventTimestamp: stream.firstEventAt }),
      ...(stream.lastEventAt === undefined ? {} : { lastEventTimestamp: stream.lastEventAt }),
      ...(stream.lastIngestionAt === undefined ? {} : { lastIngestionTime: stream.lastIngestionAt }),
      arn: `${arn}:log-stream:${stream.name}`,
      // AWS stopped counting for streams in 2019 and answers zero.
      storedBytes: 0,
    })),
    ...(start + page.length < ordered.length ? { nextToken: nameToken(page.at(-1)?.name ?? '') } : {}),
  };
};

function compareByName(a: LogStream, b: LogStream): number {
  return a.name < b.name ? -1 : 1;
}

function compareByTime(a: LogStream, b: LogStream): number {
  return (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0) || compareByName(a, b);
}
