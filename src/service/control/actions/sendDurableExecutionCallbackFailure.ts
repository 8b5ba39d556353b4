/** SendDurableExecutionCallbackFailure: a failure that somebody waits for; nobody does. */

import type {
  SendDurableExecutionCallbackFailureCommandInput,
  SendDurableExecutionCallbackFailureCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseCallback } from '../durableExecutions.ts';

export const sendDurableExecutionCallbackFailure: Action<
  SendDurableExecutionCallbackFailureCommandInput,
  SendDurableExecutionCallbackFailureCommandOutput
> = (input) => refuseCallback(input.CallbackId);
