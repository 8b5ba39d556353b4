/** DeleteAlias: the name is free again, the version stays. Deleting what is not there is no error, as on AWS. */

import type { DeleteAliasCommandInput, DeleteAliasCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget } from '../functionTarget.ts';
import { provision } from '../provisionedConcurrency.ts';

export const deleteAlias: Action<DeleteAliasCommandInput, DeleteAliasCommandOutput> = (input, context) => {
  const { id } = functionTarget(input.FunctionName, undefined, context);
  const { aliases, eventInvokes, policies, functionUrls, provisioned } = context.parts;
  aliases.delete(id, input.Name ?? '');
  eventInvokes.delete(id, input.Name ?? '');
  policies.delete(id, input.Name ?? '');
  functionUrls.delete(id, input.Name ?? '');
  provisioned.delete(id, input.Name ?? '');
  provision(id, context.parts);
  return {};
};
