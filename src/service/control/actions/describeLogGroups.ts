/** DescribeLogGroups: by prefix or by a part of the name, in the order of names. */

import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../lambda/names.ts';
import type { Action } from '../context.ts';
import { groupName } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';
import { nameToken, readNameToken } from '../logTokens.ts';

const pageSize = 50;

export const describeLogGroups: Action<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput> = (
  input,
  { parts, region },
) => {
  const { logGroupNamePrefix = '', logGroupNamePattern, logGroupIdentifiers, limit = pageSize } = input;
  if (input.logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) throw logsErrors.prefixAndPattern();
  const after = readNameToken(input.nextToken) ?? '';
  const part = logGroupNamePattern?.toLowerCase() ?? '';
  const named = logGroupIdentifiers && new Set(logGroupIdentifiers.map((identifier) => groupName(identifier)));
  const found = parts.logs
    .listGroups(region)
    .filter(
      ({ name, settings }) =>
        name > after &&
        name.startsWith(logGroupNamePrefix) &&
        name.toLowerCase().includes(part) &&
        (named === undefined || named.has(name)) &&
        (input.logGroupClass === undefined || input.logGroupClass === (settings.logGroupClass ?? 'STANDARD')),
    );
  const page = found.slice(0, limit);
  return {
    logGroups: page.map(({ id, name, createdAt, storedBytes, settings }) => {
      const arn = logGroupArn(region, parts.accountId, name);
      return {
        logGroupName: name,
        creationTime: createdAt,
        ...(settings.retentionInDays === undefined ? {} : { retentionInDays: settings.retentionInDays }),
        metricFilterCount: parts.metricFilters.ofGroup(id).length,
        arn: `${arn}:*`,
        storedBytes,
        ...(settings.kmsKeyId === undefined ? {} : { kmsKeyId: settings.kmsKeyId }),
        logGroupClass: settings.logGroupClass ?? 'STANDARD',
        logGroupArn: arn,
        deletionProtectionEnabled: settings.deletionProtectionEnabled ?? false,
      };
    }),
    ...(found.length > page.length ? { nextToken: nameToken(page.at(-1)?.name ?? '') } : {}),
  };
};
