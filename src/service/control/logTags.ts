/** Tags of log groups, for the operations of today and for those that they replaced. */

import { logGroupArn } from '../../lambda/names.ts';
import type { LogGroup } from '../logs/logGroup.ts';
import type { ActionContext } from './context.ts';
import { logsErrors } from './logsErrors.ts';

const mostTags = 50;

/** Replaces tags of the same key. Throws `TooManyTagsException`. */
export function addTags(
  group: LogGroup,
  added: Readonly<Record<string, string>> | undefined,
  { parts, region }: ActionContext,
): void {
  const tags = { ...group.settings.tags, ...added };
  if (Object.keys(tags).length > mostTags) {
    throw logsErrors.tooManyTags(logGroupArn(region, parts.accountId, group.name));
  }
  parts.logs.updateGroup(group, { tags });
}

/** Keys that are not there are no error. */
export function removeTags(group: LogGroup, keys: readonly string[] | undefined, { parts }: ActionContext): void {
  const kept = Object.entries(group.settings.tags ?? {}).filter(([key]) => !keys?.includes(key));
  parts.logs.updateGroup(group, { tags: Object.fromEntries(kept) });
}
