/** SendDurableExecutionCallbackSuccess: a result that somebody waits for; nobody does. */

import type {
  SendDurableExecutionCallbackSuccessCommandInput,
  SendDurableExecutionCallbackSuccessCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseCallback } from '../durableExecutions.ts';

export const sendDurableExecutionCallbackSuccess: Action<
  SendDurableExecutionCallbackSuccessCommandInput,
  SendDurableExecutionCallbackSuccessCommandOutput
> = (input) => refuseCallback(input.CallbackId);
