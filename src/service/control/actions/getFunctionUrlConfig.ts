/** GetFunctionUrlConfig: the URL of a function or an alias. */

import type { GetFunctionUrlConfigCommandInput, GetFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireUrl, shownUrl } from '../functionUrls.ts';

export const getFunctionUrlConfig: Action<GetFunctionUrlConfigCommandInput, GetFunctionUrlConfigCommandOutput> = (
  input,
  context,
) => {
  const { target, record } = requireUrl(input, context);
  return shownUrl(target, target.qualifier, record, context) as GetFunctionUrlConfigCommandOutput;
};
