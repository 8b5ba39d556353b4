/** DeleteFunctionConcurrency: the function shares what is left of the account again. */

import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const deleteFunctionConcurrency: Action<
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput
> = (input, context) => {
  context.parts.concurrency.delete(requireWholeFunction(input.FunctionName, context).id);
  return {};
};
