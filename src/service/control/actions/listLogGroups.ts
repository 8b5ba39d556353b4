/** ListLogGroups: names and ARNs, by parts of the name, by class or by tags. */

import type { ListLogGroupsCommandInput, ListLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../lambda/names.ts';
import { wildcard } from '../../logs/filter/conditions.ts';
import type { Action } from '../context.ts';
import { nameToken, readNameToken } from '../logTokens.ts';

export const listLogGroups: Action<ListLogGroupsCommandInput, ListLogGroupsCommandOutput> = (
  input,
  { parts, region },
) => {
  const after = readNameToken(input.nextToken) ?? '';
  const isNamed = nameTest(input.logGroupNamePattern);
  const found = parts.logs
    .listGroups(region)
    .filter(({ name, settings: { logGroupClass = 'STANDARD', tags = {} } }) => {
      if (name <= after || !isNamed(name)) return false;
      if (input.logGroupClass !== undefined && input.logGroupClass !== logGroupClass) return false;
      return (input.logGroupTags ?? []).every(({ key = '', values }) => hasTag(tags[key], values));
    });
  const page = found.slice(0, input.limit ?? pageSize);
  return {
    logGroups: page.map(({ name, settings }) => ({
      logGroupName: name,
      logGroupArn: logGroupArn(region, parts.accountId, name),
      logGroupClass: settings.logGroupClass ?? 'STANDARD',
    })),
    ...(found.length > page.length ? { nextToken: nameToken(page.at(-1)?.name ?? '') } : {}),
  };
};

const pageSize = 50;

/** `^/aws/lambda|payments`: one of up to five parts of the name, or of its beginnings. */
function nameTest(pattern: string | undefined): (name: string) => boolean {
  const parts = pattern?.split('|') ?? [''];
  return (name) => parts.some((part) => (part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part)));
}

/** One of the values, where `!` turns a value around and `*` stands for any text; any value without a list. */
function hasTag(value: string | undefined, wanted: readonly string[] | undefined): boolean {
  if (value === undefined) return false;
  if (wanted === undefined || wanted.length === 0) return true;
  return wanted.some((text) => (text.startsWith('!') ? !wildcard(text.slice(1))(value) : wildcard(text)(value)));
}
