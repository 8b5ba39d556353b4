/** GetResourcePolicy: the policy that GetPolicy answers as well, by the ARN of what it belongs to. */

import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from '@aws-sdk/client-lambda';
import { policyDocument } from '../../store/policyRecord.ts';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { policyTarget } from '../policies.ts';

export const getResourcePolicy: Action<GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput> = (
  input,
  context,
) => {
  const { id, qualifier } = policyTarget(input.ResourceArn, undefined, context);
  const policy = context.parts.policies.get(id, qualifier);
  if (policy === undefined) throw lambdaErrors.noSuchResource();
  return { Policy: policyDocument(policy.statements, policy.head), RevisionId: policy.revisionId };
};
