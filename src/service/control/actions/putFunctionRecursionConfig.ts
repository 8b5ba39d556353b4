/** PutFunctionRecursionConfig: lets the function call itself in circles, or not. */

import type {
  PutFunctionRecursionConfigCommandInput,
  PutFunctionRecursionConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const putFunctionRecursionConfig: Action<
  PutFunctionRecursionConfigCommandInput,
  PutFunctionRecursionConfigCommandOutput
> = (input, context) => {
  const { id } = requireWholeFunction(input.FunctionName, context);
  const { RecursiveLoop = 'Terminate' } = input;
  context.parts.recursion.put(id, RecursiveLoop);
  return { RecursiveLoop };
};
