/** GetFunctionConfiguration: what GetFunction says, without the code. */

import type {
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { shownConfiguration } from '../shownConfiguration.ts';

export const getFunctionConfiguration: Action<
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput
> = (input, context) => {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  return shownConfiguration(requireFunction(target, context), target.qualifier);
};
