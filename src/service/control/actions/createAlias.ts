/** CreateAlias: a name for a version, or for two of them with a weight. */

import type { CreateAliasCommandInput, CreateAliasCommandOutput } from '@aws-sdk/client-lambda';
import { additionalVersion, checkVersions, shownAlias } from '../aliases.ts';
import type { Action } from '../context.ts';
import { functionTarget } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const createAlias: Action<CreateAliasCommandInput, CreateAliasCommandOutput> = (input, context) => {
  const { aliases, newRevisionId } = context.parts;
  const target = functionTarget(input.FunctionName, undefined, context);
  const alias = {
    name: input.Name ?? '',
    functionVersion: input.FunctionVersion ?? '',
    description: input.Description ?? '',
    additional: additionalVersion(input.RoutingConfig),
    revisionId: newRevisionId(),
  };
  checkVersions(target, alias, context);
  if (aliases.get(target.id, alias.name) !== undefined) throw lambdaErrors.aliasExists(`${target.arn}:${alias.name}`);
  aliases.put(target.id, alias);
  return shownAlias(target, alias);
};
