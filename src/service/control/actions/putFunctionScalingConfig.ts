/** PutFunctionScalingConfig: how many environments a version on managed instances may have; nothing scales by it here. */

import type {
  PutFunctionScalingConfigCommandInput,
  PutFunctionScalingConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { scalingErrors } from '../resourceErrors.ts';
import { managedVersion } from '../scalingConfigs.ts';

export const putFunctionScalingConfig: Action<
  PutFunctionScalingConfigCommandInput,
  PutFunctionScalingConfigCommandOutput
> = (input, context) => {
  const { id, qualifier, stored } = managedVersion(input, context);
  const { MinExecutionEnvironments, MaxExecutionEnvironments } = input.FunctionScalingConfig ?? {};
  if ((MinExecutionEnvironments ?? 0) > (MaxExecutionEnvironments ?? Number.POSITIVE_INFINITY)) {
    throw scalingErrors.inverted();
  }
  if (input.FunctionScalingConfig === undefined) context.parts.scalingConfigs.delete(id, qualifier);
  else context.parts.scalingConfigs.put(id, input.FunctionScalingConfig, qualifier);
  return { FunctionState: stored.record.latest.configuration.State };
};
