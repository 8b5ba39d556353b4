/** DeleteFunctionUrlConfig: the URL is gone; a new one will have another name. */

import type { DeleteFunctionUrlConfigCommandInput, DeleteFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requireUrl } from '../functionUrls.ts';

export const deleteFunctionUrlConfig: Action<
  DeleteFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommandOutput
> = (input, context) => {
  const { id, qualifier } = requireUrl(input, context).target;
  context.parts.functionUrls.delete(id, qualifier);
  return {};
};
