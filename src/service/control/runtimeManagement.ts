/** What the operations on runtime management have in common: which version is meant, and how its setting is shown. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../lambda/names.ts';
import type { RuntimeManagementRecord } from '../store/runtimeManagementRecord.ts';
import type { ActionContext } from './context.ts';
import { type FunctionTarget, functionTarget, isAliasName, requireFunction } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

type QualifiedTarget = FunctionTarget & { readonly qualifier: string };

/** A version with a runtime; `$LATEST` when none is named. Throws 404, and 400 for aliases and container images. */
export function runtimeTarget(
  input: { readonly FunctionName: string | undefined; readonly Qualifier?: string | undefined },
  context: ActionContext,
): { readonly target: QualifiedTarget; readonly configuration: FunctionConfiguration } {
  const named = functionTarget(input.FunctionName, input.Qualifier, context);
  const { configuration } = requireFunction(named, context).record.latest;
  if (isAliasName(named.qualifier)) throw lambdaErrors.noRuntimeOfAlias();
  if (configuration.PackageType === 'Image') throw lambdaErrors.noRuntimeOfImage();
  return { target: { ...named, qualifier: named.qualifier ?? latestQualifier }, configuration };
}

export function shownRuntimeManagement({ arn, qualifier }: QualifiedTarget, record?: RuntimeManagementRecord) {
  return {
    UpdateRuntimeOn: record?.updateRuntimeOn ?? 'Auto',
    FunctionArn: `${arn}:${qualifier}`,
    ...(record?.runtimeVersionArn === undefined ? {} : { RuntimeVersionArn: record.runtimeVersionArn }),
  };
}
