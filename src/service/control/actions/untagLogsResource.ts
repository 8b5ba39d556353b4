/** UntagResource of CloudWatch Logs. */

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireTaggedGroup } from '../logGroupTarget.ts';
import { removeTags } from '../logTags.ts';

export const untagLogsResource: Action<UntagResourceCommandInput, UntagResourceCommandOutput> = (input, context) => {
  removeTags(requireTaggedGroup(input.resourceArn, context), input.tagKeys, context);
  return {};
};
