/** ListTagsLogGroup, which ListTagsForResource replaced. */

import type { ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';

export const listTagsLogGroup: Action<ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput> = (
  input,
  context,
) => {
  return { tags: { ...requireGroup(input.logGroupName, undefined, context).settings.tags } };
};
