/** ListFunctionUrlConfigs: the URL of the function, then those of its aliases. */

import type { ListFunctionUrlConfigsCommandInput, ListFunctionUrlConfigsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { shownUrl, urlTarget } from '../functionUrls.ts';
import { qualifierPage } from '../qualifierPage.ts';

export const listFunctionUrlConfigs: Action<ListFunctionUrlConfigsCommandInput, ListFunctionUrlConfigsCommandOutput> = (
  input,
  context,
) => {
  const target = urlTarget({ FunctionName: input.FunctionName }, context);
  const found = context.parts.functionUrls.ofFunction(target.id);
  const { page, next } = qualifierPage(found, input.Marker, input.MaxItems ?? limits.functionsPerPage);
  return {
    FunctionUrlConfigs: page.map(({ qualifier, record }) => shownUrl(target, qualifier, record, context)),
    ...next,
  };
};
