/** DeleteLogGroup: the group, its streams and their events. */

import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const deleteLogGroup: Action<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput> = (input, context) => {
  if (!context.parts.logs.deleteGroup(context.region, input.logGroupName ?? '')) throw logsErrors.groupNotFound();
  return {};
};
