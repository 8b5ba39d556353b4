/** CreateFunctionUrlConfig: gives a function or an alias its one URL. */

import type { CreateFunctionUrlConfigCommandInput, CreateFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { timestampText } from '../functionConfiguration.ts';
import { requireFunction } from '../functionTarget.ts';
import { keptCors, newUrlId, shownUrl, urlTarget } from '../functionUrls.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const createFunctionUrlConfig: Action<
  CreateFunctionUrlConfigCommandInput,
  CreateFunctionUrlConfigCommandOutput
> = (input, context) => {
  const { functionUrls, clock } = context.parts;
  const target = urlTarget(input, context);
  const { id, arn, qualifier } = target;
  if (functionUrls.get(id, qualifier) !== undefined) {
    throw lambdaErrors.functionUrlExists(qualifier === undefined ? arn : `${arn}:${qualifier}`);
  }
  const { TenancyConfig } = requireFunction(target, context).record.latest.configuration;
  if (TenancyConfig !== undefined) throw lambdaErrors.noFunctionUrlForTenants();
  const now = timestampText(clock.now());
  const record = {
    urlId: newUrlId(),
    authType: input.AuthType ?? 'AWS_IAM',
    cors: keptCors(input.Cors),
    invokeMode: input.InvokeMode ?? 'BUFFERED',
    createdAt: now,
    lastModified: now,
  };
  functionUrls.put(id, record, qualifier);
  // This answer has no time of change, and a mode only when one was asked for.
  const { LastModifiedTime, InvokeMode, ...shown } = shownUrl(target, qualifier, record, context);
  return {
    ...shown,
    ...(input.InvokeMode === undefined ? {} : { InvokeMode }),
  } as CreateFunctionUrlConfigCommandOutput;
};
