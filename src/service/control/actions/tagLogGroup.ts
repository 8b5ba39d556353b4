/** TagLogGroup, which TagResource replaced. */

import type { TagLogGroupCommandInput, TagLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { addTags } from '../logTags.ts';

export const tagLogGroup: Action<TagLogGroupCommandInput, TagLogGroupCommandOutput> = (input, context) => {
  addTags(requireGroup(input.logGroupName, undefined, context), input.tags, context);
  return {};
};
