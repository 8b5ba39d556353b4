/** DeleteLogGroup: the group, its streams, their events and its filters. */

import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const deleteLogGroup: Action<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput> = (input, context) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  if (group.settings.deletionProtectionEnabled) throw logsErrors.deletionProtected(group.name);
  context.parts.logs.deleteGroup(context.region, group.name);
  return {};
};
