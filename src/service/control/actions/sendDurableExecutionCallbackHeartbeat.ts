/** SendDurableExecutionCallbackHeartbeat: a sign of life that somebody waits for; nobody does. */

import type {
  SendDurableExecutionCallbackHeartbeatCommandInput,
  SendDurableExecutionCallbackHeartbeatCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseCallback } from '../durableExecutions.ts';

export const sendDurableExecutionCallbackHeartbeat: Action<
  SendDurableExecutionCallbackHeartbeatCommandInput,
  SendDurableExecutionCallbackHeartbeatCommandOutput
> = (input) => refuseCallback(input.CallbackId);
