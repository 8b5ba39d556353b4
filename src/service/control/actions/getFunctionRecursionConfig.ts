/** GetFunctionRecursionConfig: whether the function may call itself in circles. */

import type {
  GetFunctionRecursionConfigCommandInput,
  GetFunctionRecursionConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const getFunctionRecursionConfig: Action<
  GetFunctionRecursionConfigCommandInput,
  GetFunctionRecursionConfigCommandOutput
> = (input, context) => {
  const { id } = requireWholeFunction(input.FunctionName, context);
  return { RecursiveLoop: context.parts.recursion.get(id) ?? 'Terminate' };
};
