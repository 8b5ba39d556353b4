/** ListVersionsByFunction: so far `$LATEST` is the only version there is. */

import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { listedConfiguration } from '../shownConfiguration.ts';

export const listVersionsByFunction: Action<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput> = (
  input,
  context,
) => {
  const stored = requireFunction(functionTarget(input.FunctionName, undefined, context), context);
  return { Versions: [listedConfiguration(stored, '$LATEST')] };
};
