/** GetDurableExecutionHistory: the events of one execution; there is none. */

import type {
  GetDurableExecutionHistoryCommandInput,
  GetDurableExecutionHistoryCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseExecution } from '../durableExecutions.ts';

export const getDurableExecutionHistory: Action<
  GetDurableExecutionHistoryCommandInput,
  GetDurableExecutionHistoryCommandOutput
> = (input, context) => refuseExecution(input.DurableExecutionArn, context);
