/** PutFunctionCodeSigningConfig: from its next code on, a function follows the configuration. */

import type {
  PutFunctionCodeSigningConfigCommandInput,
  PutFunctionCodeSigningConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import { codeSigningForFunction } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { requireWholeFunction } from '../functionTarget.ts';

export const putFunctionCodeSigningConfig: Action<
  PutFunctionCodeSigningConfigCommandInput,
  PutFunctionCodeSigningConfigCommandOutput
> = (input, context) => {
  const { CodeSigningConfigArn } = input;
  codeSigningForFunction(CodeSigningConfigArn, context);
  const { id } = requireWholeFunction(input.FunctionName, context);
  context.parts.functionCodeSigning.put(id, CodeSigningConfigArn ?? '');
  return { CodeSigningConfigArn, FunctionName: id.name };
};
