/** PutRuntimeManagementConfig: when a version moves on to a newer build of its runtime; `Manual` stays at one. */

import type {
  PutRuntimeManagementConfigCommandInput,
  PutRuntimeManagementConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { runtimeTarget, shownRuntimeManagement } from '../runtimeManagement.ts';

export const putRuntimeManagementConfig: Action<
  PutRuntimeManagementConfigCommandInput,
  PutRuntimeManagementConfigCommandOutput
> = (input, context) => {
  const { target, configuration } = runtimeTarget(input, context);
  const { UpdateRuntimeOn = 'Auto', RuntimeVersionArn } = input;
  if (UpdateRuntimeOn === 'Manual' && RuntimeVersionArn === undefined) throw lambdaErrors.noRuntimeVersion();
  if (UpdateRuntimeOn !== 'Manual' && RuntimeVersionArn !== undefined) {
    throw lambdaErrors.needlessRuntimeVersion(UpdateRuntimeOn);
  }
  if (RuntimeVersionArn !== undefined && RuntimeVersionArn !== configuration.RuntimeVersionConfig?.RuntimeVersionArn) {
    throw lambdaErrors.noSuchRuntimeVersion(RuntimeVersionArn);
  }
  const record = { updateRuntimeOn: UpdateRuntimeOn, runtimeVersionArn: RuntimeVersionArn };
  context.parts.runtimeManagement.put(target.id, record, target.qualifier);
  return shownRuntimeManagement(target, record) as PutRuntimeManagementConfigCommandOutput;
};
