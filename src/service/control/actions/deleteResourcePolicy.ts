/** DeleteResourcePolicy: the policy with all of its statements. */

import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { checkPolicyRevision, policyTarget } from '../policies.ts';

export const deleteResourcePolicy: Action<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput> = (
  input,
  context,
) => {
  const { policies } = context.parts;
  const { id, qualifier } = policyTarget(input.ResourceArn, undefined, context);
  const policy = policies.get(id, qualifier);
  if (policy === undefined) throw lambdaErrors.noPolicy();
  checkPolicyRevision(input.RevisionId, policy.revisionId);
  policies.delete(id, qualifier);
  return {};
};
