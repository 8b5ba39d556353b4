/** UpdateFunctionUrlConfig: changes what is given; the URL stays the same. */

import type { UpdateFunctionUrlConfigCommandInput, UpdateFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { timestampText } from '../functionConfiguration.ts';
import { keptCors, requireUrl, shownUrl, urlTarget } from '../functionUrls.ts';

export const updateFunctionUrlConfig: Action<
  UpdateFunctionUrlConfigCommandInput,
  UpdateFunctionUrlConfigCommandOutput
> = (input, context) => {
  urlTarget(input, context);
  const { target, record } = requireUrl(input, context);
  const changed = {
    ...record,
    authType: input.AuthType ?? record.authType,
    cors: input.Cors === undefined ? record.cors : keptCors(input.Cors),
    invokeMode: input.InvokeMode ?? record.invokeMode,
    lastModified: timestampText(context.parts.clock.now()),
  };
  context.parts.functionUrls.put(target.id, changed, target.qualifier);
  const { InvokeMode, ...shown } = shownUrl(target, target.qualifier, changed, context);
  return {
    ...shown,
    ...(input.InvokeMode === undefined ? {} : { InvokeMode }),
  } as UpdateFunctionUrlConfigCommandOutput;
};
