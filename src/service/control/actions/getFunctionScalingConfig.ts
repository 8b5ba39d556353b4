/** GetFunctionScalingConfig: what was asked for, which counts as applied at once. */

import type {
  GetFunctionScalingConfigCommandInput,
  GetFunctionScalingConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { managedVersion } from '../scalingConfigs.ts';

export const getFunctionScalingConfig: Action<
  GetFunctionScalingConfigCommandInput,
  GetFunctionScalingConfigCommandOutput
> = (input, context) => {
  const { id, qualifier, arn } = managedVersion(input, context);
  const config = context.parts.scalingConfigs.get(id, qualifier);
  return {
    FunctionArn: `${arn}:${qualifier}`,
    ...(config === undefined ? {} : { AppliedFunctionScalingConfig: config, RequestedFunctionScalingConfig: config }),
  };
};
