/** AddPermission: one more statement in a resource policy. */

import type { AddPermissionCommandInput, AddPermissionCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { policyDocument } from '../../store/policyRecord.ts';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { checkPolicyRevision, policyTarget, statementOf } from '../policies.ts';

export const addPermission: Action<AddPermissionCommandInput, AddPermissionCommandOutput> = (input, context) => {
  const { policies, newRevisionId } = context.parts;
  const target = policyTarget(input.FunctionName, input.Qualifier, context);
  const policy = policies.get(target.id, target.qualifier);
  checkPolicyRevision(input.RevisionId, policy?.revisionId);
  const statement = statementOf(input, target);
  const others = policy?.statements ?? [];
  if (others.some(({ Sid }) => Sid === input.StatementId)) throw lambdaErrors.statementExists(input.StatementId ?? '');
  const statements = [...others, statement];
  const bytes = Buffer.byteLength(policyDocument(statements, policy?.head));
  if (bytes > limits.resourcePolicyBytes) throw lambdaErrors.policyTooLong(bytes);
  policies.put(target.id, { head: policy?.head, statements, revisionId: newRevisionId() }, target.qualifier);
  return { Statement: JSON.stringify(statement) };
};
