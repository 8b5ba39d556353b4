/** CreateLogStream. */

import type { CreateLogStreamCommandInput, CreateLogStreamCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const createLogStream: Action<CreateLogStreamCommandInput, CreateLogStreamCommandOutput> = (input, context) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  if (!context.parts.logs.createStream(group.id, input.logStreamName ?? '')) throw logsErrors.streamExists();
  return {};
};
