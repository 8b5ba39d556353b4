/** GetQueryResults: the status of a query, and its rows once it is complete, a page at a time. */

import type { GetQueryResultsCommandInput, GetQueryResultsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';
import { nameToken, readNameToken } from '../logTokens.ts';

export const getQueryResults: Action<GetQueryResultsCommandInput, GetQueryResultsCommandOutput> = (
  input,
  { parts, region },
) => {
  const query = parts.queries.find(region, input.queryId ?? '');
  if (query === undefined) throw logsErrors.queryNotFound();
  const { counts, rows, request, status } = query;
  const start = Number(readNameToken(input.nextToken) ?? 0);
  if (!Number.isInteger(start)) throw logsErrors.invalidToken();
  const page = rows.slice(start, start + (input.maxItems || mostItems));
  const end = start + page.length;
  return {
    queryLanguage: 'CWLI',
    results: page.map((row) => [...row]),
    statistics: {
      recordsMatched: query.recordsMatched,
      recordsScanned: counts.records,
      estimatedRecordsSkipped: 0,
      bytesScanned: counts.bytes,
      estimatedBytesSkipped: 0,
      logGroupsScanned: request.groups.length,
    },
    status,
    ...(end < rows.length ? { nextToken: nameToken(String(end)) } : {}),
  };
};

const mostItems = 10_000;
