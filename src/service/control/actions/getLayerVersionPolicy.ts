/** GetLayerVersionPolicy: who may use a version. */

import type { GetLayerVersionPolicyCommandInput, GetLayerVersionPolicyCommandOutput } from '@aws-sdk/client-lambda';
import { policyDocument } from '../../store/policyRecord.ts';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { requireLayerVersion } from '../layers.ts';

export const getLayerVersionPolicy: Action<GetLayerVersionPolicyCommandInput, GetLayerVersionPolicyCommandOutput> = (
  input,
  context,
) => {
  const { policy } = requireLayerVersion(input, context);
  if (policy === undefined) throw lambdaErrors.noPolicy();
  return { Policy: policyDocument(policy.statements), RevisionId: policy.revisionId };
};
