/** ListFunctionsByCodeSigningConfig: the ARNs of the functions that have it, by name. */

import type {
  ListFunctionsByCodeSigningConfigCommandInput,
  ListFunctionsByCodeSigningConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { functionArn } from '../../../lambda/names.ts';
import { requireCodeSigning } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listFunctionsByCodeSigningConfig: Action<
  ListFunctionsByCodeSigningConfigCommandInput,
  ListFunctionsByCodeSigningConfigCommandOutput
> = (input, context) => {
  const { region, parts } = context;
  requireCodeSigning(input.CodeSigningConfigArn, context);
  const after = nameAfter(input.Marker);
  const names = parts.functionCodeSigning
    .list(region)
    .filter(({ name, record }) => record === input.CodeSigningConfigArn && name > after)
    .map(({ name }) => name);
  const page = names.slice(0, Math.min(input.MaxItems ?? limits.functionsPerPage, limits.functionsPerPage));
  const last = page.at(-1);
  return {
    FunctionArns: page.map((name) => functionArn(region, parts.accountId, name)),
    ...(names.length > page.length && last !== undefined ? { NextMarker: nameMarker(last) } : {}),
  };
};
