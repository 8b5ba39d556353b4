/** GetFunctionCodeSigningConfig: the configuration of a function; an empty answer when it has none. */

import type {
  GetFunctionCodeSigningConfigCommandInput,
  GetFunctionCodeSigningConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const getFunctionCodeSigningConfig: Action<
  GetFunctionCodeSigningConfigCommandInput,
  Partial<GetFunctionCodeSigningConfigCommandOutput>
> = (input, context) => {
  const { id } = requireWholeFunction(input.FunctionName, context);
  const arn = context.parts.functionCodeSigning.get(id);
  return arn === undefined ? {} : { CodeSigningConfigArn: arn, FunctionName: id.name };
};
