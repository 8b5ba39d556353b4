/** DescribeQueries: those of this run of the service, newest first. */

import type {
  DescribeQueriesCommandInput,
  DescribeQueriesCommandOutput,
  QueryInfo,
} from '@aws-sdk/client-cloudwatch-logs';
import type { RunningQuery } from '../../logs/insights/queryRunner.ts';
import type { Action } from '../context.ts';
import { nameToken, readNameToken } from '../logTokens.ts';

export const describeQueries: Action<DescribeQueriesCommandInput, DescribeQueriesCommandOutput> = (
  { logGroupName, status, queryLanguage = 'CWLI', maxResults = mostResults, nextToken },
  { parts, region },
) => {
  const found = parts.queries
    .list(region)
    .filter(
      (query) =>
        queryLanguage === 'CWLI' &&
        (status === undefined || query.status === status) &&
        (logGroupName === undefined || query.request.groups.some(({ name }) => name === logGroupName)),
    );
  const after = readNameToken(nextToken);
  const start = found.findIndex(({ id }) => id === after) + 1;
  const page = found.slice(start, start + maxResults);
  return {
    queries: page.map(describe),
    ...(start + page.length < found.length ? { nextToken: nameToken(page.at(-1)?.id ?? '') } : {}),
  };
};

const mostResults = 1000;

/** The query's text as AWS shows it: with its groups and its times. */
function describe({ id, request, createdAt, status, counts, durationMs }: RunningQuery): QueryInfo {
  const { groups, startMs, endMs, queryString } = request;
  const [first] = groups;
  return {
    queryLanguage: 'CWLI',
    queryId: id,
    queryString: `SOURCE ${groups.map(({ name }) => `"${name}"`).join(', ')} START=${startMs} END=${endMs} | ${queryString}`,
    status,
    createTime: Math.floor(createdAt / 1000),
    ...(first === undefined || groups.length > 1 ? {} : { logGroupName: first.name }),
    ...(status === 'Complete' ? { queryDuration: durationMs, bytesScanned: counts.bytes } : {}),
  };
}
