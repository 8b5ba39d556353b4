/** GetDurableExecutionState: what an execution has done so far; none is under way. */

import type {
  GetDurableExecutionStateCommandInput,
  GetDurableExecutionStateCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseOwnExecution } from '../durableExecutions.ts';

export const getDurableExecutionState: Action<
  GetDurableExecutionStateCommandInput,
  GetDurableExecutionStateCommandOutput
> = (input) => refuseOwnExecution(input.DurableExecutionArn);
