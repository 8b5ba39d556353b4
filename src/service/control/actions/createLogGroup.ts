/** CreateLogGroup. */

import type { CreateLogGroupCommandInput, CreateLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { logsErrors } from '../logsErrors.ts';

export const createLogGroup: Action<CreateLogGroupCommandInput, CreateLogGroupCommandOutput> = (input, context) => {
  const { logGroupName = '', logGroupClass, kmsKeyId, tags, deletionProtectionEnabled } = input;
  const settings = {
    ...(logGroupClass === undefined ? {} : { logGroupClass }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(tags === undefined ? {} : { tags }),
    ...(deletionProtectionEnabled === undefined ? {} : { deletionProtectionEnabled }),
  };
  if (!context.parts.logs.createGroup(context.region, logGroupName, settings)) throw logsErrors.groupExists();
  return {};
};
