/** UntagLogGroup, which UntagResource replaced. */

import type { UntagLogGroupCommandInput, UntagLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { removeTags } from '../logTags.ts';

export const untagLogGroup: Action<UntagLogGroupCommandInput, UntagLogGroupCommandOutput> = (input, context) => {
  removeTags(requireGroup(input.logGroupName, undefined, context), input.tags, context);
  return {};
};
