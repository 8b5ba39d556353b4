/** TagResource of CloudWatch Logs: tags of a log group. */

import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireTaggedGroup } from '../logGroupTarget.ts';
import { addTags } from '../logTags.ts';

export const tagLogsResource: Action<TagResourceCommandInput, TagResourceCommandOutput> = (input, context) => {
  addTags(requireTaggedGroup(input.resourceArn, context), input.tags, context);
  return {};
};
