/** ListTagsForResource of CloudWatch Logs. */

import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireTaggedGroup } from '../logGroupTarget.ts';

export const listTagsForResource: Action<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput> = (
  input,
  context,
) => {
  return { tags: { ...requireTaggedGroup(input.resourceArn, context).settings.tags } };
};
