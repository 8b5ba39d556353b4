/** What the operations on resource policies have in common: whose policy it is, and what a statement looks like. */

import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import { latestQualifier, partitionOf } from '../../lambda/names.ts';
import type { PolicyStatement } from '../store/policyRecord.ts';
import type { ActionContext } from './context.ts';
import { type FunctionTarget, functionTarget, isAliasName, requireFunction } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** Whose policy a request means. Throws 404 for what is not there, and 400 for `$LATEST`, which has none of its own. */
export function policyTarget(
  functionName: string | undefined,
  qualifier: string | undefined,
  context: ActionContext,
): FunctionTarget {
  const target = functionTarget(functionName, qualifier, context);
  const { id, arn } = target;
  if (target.qualifier === latestQualifier) throw lambdaErrors.noPolicyOfLatest();
  requireFunction({ ...target, qualifier: undefined }, context);
  if (isAliasName(target.qualifier) && context.parts.aliases.get(id, target.qualifier) === undefined) {
    throw lambdaErrors.aliasNotFound(`${arn}:${target.qualifier}`);
  }
  requireFunction(target, context);
  return target;
}

/** Throws 412 when the caller knows another revision of the policy. */
export function checkPolicyRevision(wanted: string | undefined, latest: string | undefined): void {
  if (wanted !== undefined && wanted !== latest) throw lambdaErrors.wrongPolicyRevision();
}

/** The statement that a permission becomes, with its members in AWS's order. */
export function statementOf(input: AddPermissionCommandInput, { id, arn, qualifier }: FunctionTarget): PolicyStatement {
  const equal = {
    ...(input.FunctionUrlAuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
    ...(input.PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.EventSourceToken === undefined ? {} : { 'lambda:EventSourceToken': input.EventSourceToken }),
  };
  const condition = {
    ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }),
    ...(input.InvokedViaFunctionUrl ? { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } : {}),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
  return {
    Sid: input.StatementId ?? '',
    Effect: 'Allow',
    Principal: principalOf(input.Principal ?? '', partitionOf(id.region)),
    Action: input.Action ?? '',
    Resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

/** Everybody, a service, an account (its number means its root), or a user or role. */
function principalOf(principal: string, partition: string): PolicyStatement['Principal'] {
  if (principal === '*') return principal;
  if (/^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(principal)) return { Service: principal };
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  if (/^(arn:|AIDA|AROA)/.test(principal)) return { AWS: principal };
  throw lambdaErrors.invalidPrincipal();
}
