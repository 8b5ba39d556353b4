/** DeleteLogStream: the stream and its events. */

import type { DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const deleteLogStream: Action<DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput> = (input, context) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  if (!context.parts.logs.deleteStream(group.id, input.logStreamName ?? '')) throw logsErrors.streamNotFound();
  return {};
};
