/** ListDurableExecutionsByFunction: of a function that is there; none of them has had any. */

import type {
  ListDurableExecutionsByFunctionCommandInput,
  ListDurableExecutionsByFunctionCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';

export const listDurableExecutionsByFunction: Action<
  ListDurableExecutionsByFunctionCommandInput,
  ListDurableExecutionsByFunctionCommandOutput
> = (input, context) => {
  requireFunction(functionTarget(input.FunctionName, input.Qualifier, context), context);
  return { DurableExecutions: [] };
};
