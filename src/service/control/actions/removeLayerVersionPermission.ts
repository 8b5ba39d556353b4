/** RemoveLayerVersionPermission: takes a statement out of a version's policy; the last one takes the policy with it. */

import type {
  RemoveLayerVersionPermissionCommandInput,
  RemoveLayerVersionPermissionCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { requireLayerVersion } from '../layers.ts';

export const removeLayerVersionPermission: Action<
  RemoveLayerVersionPermissionCommandInput,
  RemoveLayerVersionPermissionCommandOutput
> = (input, context) => {
  const { layers, newRevisionId } = context.parts;
  const { id, version, policy } = requireLayerVersion(input, context);
  if (policy === undefined) throw lambdaErrors.noPolicy();
  if (input.RevisionId !== undefined && input.RevisionId !== policy.revisionId) {
    throw lambdaErrors.wrongLayerPolicyRevision();
  }
  const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (statements.length === policy.statements.length) throw lambdaErrors.noStatement(input.StatementId ?? '');
  layers.setPolicy(id, version, statements.length === 0 ? undefined : { statements, revisionId: newRevisionId() });
  return {};
};
