/** GetCodeSigningConfig: one configuration. */

import type { GetCodeSigningConfigCommandInput, GetCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda';
import { requireCodeSigning, shownCodeSigning } from '../codeSigning.ts';
import type { Action } from '../context.ts';

export const getCodeSigningConfig: Action<GetCodeSigningConfigCommandInput, GetCodeSigningConfigCommandOutput> = (
  input,
  context,
) => ({
  CodeSigningConfig: shownCodeSigning(requireCodeSigning(input.CodeSigningConfigArn, context), context),
});
