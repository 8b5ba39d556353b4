/** CreateLogGroup. */

import type { CreateLogGroupCommandInput, CreateLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const createLogGroup: Action<CreateLogGroupCommandInput, CreateLogGroupCommandOutput> = (input, context) => {
  if (!context.parts.logs.createGroup(context.region, input.logGroupName ?? '')) throw logsErrors.groupExists();
  return {};
};
