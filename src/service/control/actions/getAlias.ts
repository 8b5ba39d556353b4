/** GetAlias: one alias of a function. */

import type { GetAliasCommandInput, GetAliasCommandOutput } from '@aws-sdk/client-lambda';
import { shownAlias } from '../aliases.ts';
import type { Action } from '../context.ts';
import { functionTarget } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const getAlias: Action<GetAliasCommandInput, GetAliasCommandOutput> = (input, context) => {
  const target = functionTarget(input.FunctionName, undefined, context);
  const alias = context.parts.aliases.get(target.id, input.Name ?? '');
  if (alias === undefined) throw lambdaErrors.aliasNotFound(`${target.arn}:${input.Name}`);
  return shownAlias(target, alias);
};
