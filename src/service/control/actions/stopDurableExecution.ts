/** StopDurableExecution: ends an execution; there is none. */

import type { StopDurableExecutionCommandInput, StopDurableExecutionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseExecution } from '../durableExecutions.ts';

export const stopDurableExecution: Action<StopDurableExecutionCommandInput, StopDurableExecutionCommandOutput> = (
  input,
  context,
) => refuseExecution(input.DurableExecutionArn, context);
