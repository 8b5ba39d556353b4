/** DeleteCodeSigningConfig: only when no function has it any more. */

import type { DeleteCodeSigningConfigCommandInput, DeleteCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda';
import { requireCodeSigning } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { codeSigningErrors } from '../resourceErrors.ts';

export const deleteCodeSigningConfig: Action<
  DeleteCodeSigningConfigCommandInput,
  DeleteCodeSigningConfigCommandOutput
> = (input, context) => {
  const { codeSigning, functionCodeSigning } = context.parts;
  const arn = input.CodeSigningConfigArn ?? '';
  const { id } = requireCodeSigning(arn, context);
  if (functionCodeSigning.list(context.region).some(({ record }) => record === arn)) {
    throw codeSigningErrors.inUse(arn);
  }
  codeSigning.delete(context.region, id);
  return {};
};
