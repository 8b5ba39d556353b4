/** CheckpointDurableExecution: progress of an execution; none is under way. */

import type {
  CheckpointDurableExecutionCommandInput,
  CheckpointDurableExecutionCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseOwnExecution } from '../durableExecutions.ts';

export const checkpointDurableExecution: Action<
  CheckpointDurableExecutionCommandInput,
  CheckpointDurableExecutionCommandOutput
> = (input) => refuseOwnExecution(input.DurableExecutionArn);
