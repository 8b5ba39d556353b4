/** DeleteFunctionCodeSigningConfig: a function takes any code again; one that has no configuration is no error. */

import type {
  DeleteFunctionCodeSigningConfigCommandInput,
  DeleteFunctionCodeSigningConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const deleteFunctionCodeSigningConfig: Action<
  DeleteFunctionCodeSigningConfigCommandInput,
  DeleteFunctionCodeSigningConfigCommandOutput
> = (input, context) => {
  const { id } = requireWholeFunction(input.FunctionName, context);
  context.parts.functionCodeSigning.delete(id);
  return {};
};
