/** StartQuery: a query of Logs Insights over up to fifty groups, in the background. */

import type { StartQueryCommandInput, StartQueryCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { type Command, parseQuery } from '../../logs/insights/parseQuery.ts';
import { QueryError } from '../../logs/insights/queryError.ts';
import type { LogGroup } from '../../logs/logGroup.ts';
import type { Action, ActionContext } from '../context.ts';
import { groupName } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const startQuery: Action<StartQueryCommandInput, StartQueryCommandOutput> = (input, context) => {
  const { parts, region } = context;
  const { queryString = '', queryLanguage = 'CWLI', startTime = 0, endTime = 0 } = input;
  if (queryLanguage !== 'CWLI') throw logsErrors.queryLanguage(queryLanguage);
  const groups = queriedGroups(input, context);
  if (endTime < startTime) throw logsErrors.queryTimes();
  const commands = requireQuery(queryString, parts.clock.now());
  const query = parts.queries.start({
    region,
    accountId: parts.accountId,
    groups,
    queryString,
    commands,
    // Seconds, each of them whole.
    startMs: startTime * 1000,
    endMs: endTime * 1000 + 999,
    limit: input.limit ?? defaultLimit,
  });
  if (query === undefined) throw logsErrors.tooManyQueries();
  return { queryId: query.id };
};

const defaultLimit = 10_000;
const mostGroups = 50;

function queriedGroups(input: StartQueryCommandInput, { parts, region, requestId }: ActionContext): LogGroup[] {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = input;
  const given = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (names) => names !== undefined && names !== '',
  );
  const names = new Set((given[0] || []).map((identifier) => groupName(identifier.replace(/:\*$/, ''))));
  if (given.length !== 1 || names.size === 0 || names.size > mostGroups) throw logsErrors.queryGroups();
  return [...names].map((name) => {
    const group = parts.logs.findGroup(region, name);
    if (group === undefined) throw logsErrors.groupOfQueryNotFound(name, parts.accountId, requestId);
    return group;
  });
}

function requireQuery(queryString: string, nowMs: number): readonly Command[] {
  try {
    return parseQuery(queryString, nowMs);
  } catch (error) {
    if (error instanceof QueryError) throw logsErrors.malformedQuery(error.message, error.start, error.end);
    throw error;
  }
}
