/** PutResourcePolicy: replaces the whole resource policy; what AddPermission added goes with the old one. */

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { policyDocument } from '../../store/policyRecord.ts';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { checkPolicyRevision, policyTarget } from '../policies.ts';
import { readPolicyDocument } from '../policyDocuments.ts';

export const putResourcePolicy: Action<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput> = (
  input,
  context,
) => {
  const { policies, newRevisionId } = context.parts;
  const { id, qualifier } = policyTarget(input.ResourceArn, undefined, context);
  checkPolicyRevision(input.RevisionId, policies.get(id, qualifier)?.revisionId);
  const { head, statements } = readPolicyDocument(input.Policy ?? '', input.ResourceArn ?? '');
  const Policy = policyDocument(statements, head);
  const bytes = Buffer.byteLength(Policy);
  if (bytes > limits.resourcePolicyBytes) throw lambdaErrors.policyTooLong(bytes);
  const RevisionId = newRevisionId();
  policies.put(id, { head, statements, revisionId: RevisionId }, qualifier);
  return { Policy, RevisionId };
};
