/** GetDurableExecution: one execution; there is none. */

import type { GetDurableExecutionCommandInput, GetDurableExecutionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { refuseExecution } from '../durableExecutions.ts';

export const getDurableExecution: Action<GetDurableExecutionCommandInput, GetDurableExecutionCommandOutput> = (
  input,
  context,
) => refuseExecution(input.DurableExecutionArn, context);
