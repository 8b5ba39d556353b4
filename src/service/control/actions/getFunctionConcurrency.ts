/** GetFunctionConcurrency: what is reserved for the function; nothing when nothing is. */

import type { GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const getFunctionConcurrency: Action<GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput> = (
  input,
  context,
) => {
  const { id } = requireWholeFunction(input.FunctionName, context);
  const reserved = context.parts.concurrency.get(id);
  return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
};
