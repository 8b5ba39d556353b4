/** DeleteRetentionPolicy: events stay until the group grows too large. */

import type {
  DeleteRetentionPolicyCommandInput,
  DeleteRetentionPolicyCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';

export const deleteRetentionPolicy: Action<DeleteRetentionPolicyCommandInput, DeleteRetentionPolicyCommandOutput> = (
  input,
  context,
) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  context.parts.logs.updateGroup(group, { retentionInDays: undefined });
  return {};
};
