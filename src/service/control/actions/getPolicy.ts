/** GetPolicy: the resource policy of a function, a version or an alias. */

import type { GetPolicyCommandInput, GetPolicyCommandOutput } from '@aws-sdk/client-lambda';
import { policyDocument } from '../../store/policyRecord.ts';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const getPolicy: Action<GetPolicyCommandInput, GetPolicyCommandOutput> = (input, context) => {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  requireFunction({ ...target, qualifier: undefined }, context);
  const policy = context.parts.policies.get(target.id, target.qualifier);
  if (policy === undefined) throw lambdaErrors.noSuchResource();
  return { Policy: policyDocument(policy.statements, policy.head), RevisionId: policy.revisionId };
};
