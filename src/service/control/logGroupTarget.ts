/** Finds the log group and the streams that a request means. */

import { logGroupArn } from '../../lambda/names.ts';
import type { LogFilter } from '../logs/filter/logFilter.ts';
import { InvalidPatternError } from '../logs/filter/patternError.ts';
import { compileFilter } from '../logs/filterPattern.ts';
import type { LogGroup } from '../logs/logGroup.ts';
import type { ActionContext } from './context.ts';
import { logsErrors } from './logsErrors.ts';

/** The group of a `logGroupName` or `logGroupIdentifier` (a name or an ARN). Throws for both, neither, or none found. */
export function requireGroup(
  name: string | undefined,
  identifier: string | undefined,
  context: ActionContext,
): LogGroup {
  const given = name ?? identifier;
  if (given === undefined || (name !== undefined && identifier !== undefined)) throw logsErrors.oneGroup();
  return findGroup(name ?? groupName(given), context);
}

/** The group of an ARN, as Live Tail demands it. (The model's pattern refuses the trailing `:*` of DescribeLogGroups.) */
export function requireGroupByArn(arn: string, context: ActionContext): LogGroup {
  if (!arn.startsWith('arn:')) throw logsErrors.groupArn(arn);
  const group = findGroup(groupName(arn), context);
  const own = logGroupArn(context.region, context.parts.accountId, group.name);
  if (arn !== own) throw logsErrors.groupNotFound();
  return group;
}

/** The group of a tag operation's ARN. (The model's pattern refuses the trailing `:*`.) */
export function requireTaggedGroup(arn: string | undefined, context: ActionContext): LogGroup {
  const group = context.parts.logs.findGroup(context.region, groupName(arn ?? ''));
  const own = group && logGroupArn(context.region, context.parts.accountId, group.name);
  if (group === undefined || own !== arn) throw logsErrors.resourceNotFound();
  return group;
}

/** Ids of the streams that names or prefixes select; `undefined` when nothing narrows the group. */
export function selectStreams(
  group: LogGroup,
  names: readonly string[] | undefined,
  prefix: string | undefined,
  { parts }: ActionContext,
): readonly number[] | undefined {
  if (names === undefined && prefix === undefined) return undefined;
  if (names !== undefined && prefix !== undefined) throw logsErrors.namesAndPrefix();
  if (names === undefined) {
    return parts.logs
      .listStreams(group.id)
      .filter((stream) => stream.name.startsWith(prefix ?? ''))
      .map(({ id }) => id);
  }
  return names.map((name) => {
    const stream = parts.logs.findStream(group.id, name);
    if (stream === undefined) throw logsErrors.streamNotFound();
    return stream.id;
  });
}

/** Throws `InvalidParameterException` for a pattern that cannot be read. */
export function requireFilter(pattern: string | undefined): LogFilter {
  try {
    return compileFilter(pattern);
  } catch (error) {
    if (error instanceof InvalidPatternError) throw logsErrors.invalidParameter(error.message);
    throw error;
  }
}

function findGroup(name: string, { parts, region }: ActionContext): LogGroup {
  const group = parts.logs.findGroup(region, name);
  if (group === undefined) throw logsErrors.groupNotFound();
  return group;
}

/** The name in an ARN, or the text itself. */
export function groupName(identifier: string): string {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)$/.exec(identifier)?.[1] ?? identifier;
}
