/** ListAliases: there are none yet, but whether the function exists is told truly. */

import type { ListAliasesCommandInput, ListAliasesCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';

export const listAliases: Action<ListAliasesCommandInput, ListAliasesCommandOutput> = (input, context) => {
  requireFunction(functionTarget(input.FunctionName, undefined, context), context);
  return { Aliases: [] };
};
