/** UpdateAlias: changes what is given; every update gives the alias a new revision. */

import type { UpdateAliasCommandInput, UpdateAliasCommandOutput } from '@aws-sdk/client-lambda';
import { additionalVersion, checkVersions, shownAlias } from '../aliases.ts';
import type { Action } from '../context.ts';
import { functionTarget } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { provision } from '../provisionedConcurrency.ts';

export const updateAlias: Action<UpdateAliasCommandInput, UpdateAliasCommandOutput> = (input, context) => {
  const { aliases, newRevisionId } = context.parts;
  const target = functionTarget(input.FunctionName, undefined, context);
  const alias = aliases.get(target.id, input.Name ?? '');
  if (alias === undefined) throw lambdaErrors.updatedAliasNotFound(`${target.arn}:${input.Name}`);
  if (input.RevisionId !== undefined && input.RevisionId !== alias.revisionId) throw lambdaErrors.wrongRevision();
  const updated = {
    ...alias,
    functionVersion: input.FunctionVersion ?? alias.functionVersion,
    description: input.Description ?? alias.description,
    additional: input.RoutingConfig === undefined ? alias.additional : additionalVersion(input.RoutingConfig),
    revisionId: newRevisionId(),
  };
  checkVersions(target, updated, context);
  aliases.put(target.id, updated);
  provision(target.id, context.parts);
  return shownAlias(target, updated);
};
