/** DescribeLogGroups: by prefix or by a part of the name, in the order of names. */

import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../lambda/names.ts';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';
import { nameToken, readNameToken } from '../logTokens.ts';

const pageSize = 50;

export const describeLogGroups: Action<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput> = (
  input,
  { parts, region },
) => {
  const { logGroupNamePrefix = '', logGroupNamePattern, limit = pageSize } = input;
  if (input.logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) throw logsErrors.prefixAndPattern();
  const after = readNameToken(input.nextToken) ?? '';
  const part = logGroupNamePattern?.toLowerCase() ?? '';
  const found = parts.logs
    .listGroups(region)
    .filter(({ name }) => name > after && name.startsWith(logGroupNamePrefix) && name.toLowerCase().includes(part));
  const page = found.slice(0, limit);
  return {
    logGroups: page.map(({ name, createdAt, storedBytes }) => {
      const arn = logGroupArn(region, parts.accountId, name);
      return {
        logGroupName: name,
        creationTime: createdAt,
        metricFilterCount: 0,
        arn: `${arn}:*`,
        storedBytes,
        logGroupClass: 'STANDARD' as const,
        logGroupArn: arn,
        deletionProtectionEnabled: false,
      };
    }),
    ...(found.length > page.length ? { nextToken: nameToken(page.at(-1)?.name ?? '') } : {}),
  };
};
