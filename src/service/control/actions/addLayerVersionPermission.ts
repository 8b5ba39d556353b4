/** AddLayerVersionPermission: an account, an organisation or everybody may use the version. */

import type {
  AddLayerVersionPermissionCommandInput,
  AddLayerVersionPermissionCommandOutput,
} from '@aws-sdk/client-lambda';
import { layerArn } from '../../../lambda/layers.ts';
import { limits } from '../../../lambda/limits.ts';
import { partitionOf } from '../../../lambda/names.ts';
import { type PolicyStatement, policyDocument } from '../../store/policyRecord.ts';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { requireLayerVersion } from '../layers.ts';

export const addLayerVersionPermission: Action<
  AddLayerVersionPermissionCommandInput,
  AddLayerVersionPermissionCommandOutput
> = (input, context) => {
  const { layers, accountId, newRevisionId } = context.parts;
  const { id, version, policy } = requireLayerVersion(input, context);
  if (input.RevisionId !== undefined && input.RevisionId !== policy?.revisionId) {
    throw lambdaErrors.wrongLayerPolicyRevision();
  }
  const statement = statementOf(input, layerArn(id.region, accountId, id.name, version), partitionOf(id.region));
  const others = policy?.statements ?? [];
  if (others.some(({ Sid }) => Sid === statement.Sid)) throw lambdaErrors.statementExists(statement.Sid ?? '');
  const statements = [...others, statement];
  const bytes = Buffer.byteLength(policyDocument(statements));
  if (bytes > limits.resourcePolicyBytes) throw lambdaErrors.policyTooLong(bytes);
  const revisionId = newRevisionId();
  layers.setPolicy(id, version, { statements, revisionId });
  return { Statement: JSON.stringify(statement), RevisionId: revisionId };
};

function statementOf(
  input: AddLayerVersionPermissionCommandInput,
  resource: string,
  partition: string,
): PolicyStatement {
  const { Principal = '', OrganizationId } = input;
  const account = /^\d{12}$/.test(Principal) ? `arn:${partition}:iam::${Principal}:root` : Principal;
  return {
    Sid: input.StatementId ?? '',
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: account },
    Action: input.Action ?? '',
    Resource: resource,
    ...(OrganizationId === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalOrgID': OrganizationId } } }),
  };
}
