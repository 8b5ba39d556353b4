/** PutLogGroupDeletionProtection: whether DeleteLogGroup is refused. */

import type {
  PutLogGroupDeletionProtectionCommandInput,
  PutLogGroupDeletionProtectionCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';

export const putLogGroupDeletionProtection: Action<
  PutLogGroupDeletionProtectionCommandInput,
  PutLogGroupDeletionProtectionCommandOutput
> = (input, context) => {
  const group = requireGroup(undefined, input.logGroupIdentifier, context);
  context.parts.logs.updateGroup(group, { deletionProtectionEnabled: input.deletionProtectionEnabled ?? false });
  return {};
};
