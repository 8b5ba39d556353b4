/** RemovePermission: takes a statement out of a resource policy; the last one takes the policy with it. */

import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { checkPolicyRevision, policyTarget } from '../policies.ts';

export const removePermission: Action<RemovePermissionCommandInput, RemovePermissionCommandOutput> = (
  input,
  context,
) => {
  const { policies, newRevisionId } = context.parts;
  const { id, qualifier } = policyTarget(input.FunctionName, input.Qualifier, context);
  const policy = policies.get(id, qualifier);
  if (policy === undefined) throw lambdaErrors.noPolicy();
  const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (statements.length === policy.statements.length) throw lambdaErrors.noStatement(input.StatementId ?? '');
  checkPolicyRevision(input.RevisionId, policy.revisionId);
  if (statements.length === 0) policies.delete(id, qualifier);
  else policies.put(id, { ...policy, statements, revisionId: newRevisionId() }, qualifier);
  return {};
};
