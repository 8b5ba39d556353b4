/** ListFunctionEventInvokeConfigs: of the function, its versions and its aliases, by qualifier. */

import type {
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsCommandOutput,
} from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { shownConfig } from '../eventInvokeConfigs.ts';
import { functionTarget } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listFunctionEventInvokeConfigs: Action<
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsCommandOutput
> = (input, context) => {
  const { id, arn } = functionTarget(input.FunctionName, undefined, context);
  const { eventInvokes, functions } = context.parts;
  if (functions.get(id) === undefined) throw lambdaErrors.noSuchFunction();
  const after = nameAfter(input.Marker);
  const found = eventInvokes.list(id.region).filter(({ name, qualifier }) => name === id.name && qualifier > after);
  const page = found.slice(0, input.MaxItems ?? limits.functionsPerPage);
  const last = page.at(-1);
  return {
    FunctionEventInvokeConfigs: page.map(({ qualifier, record }) => shownConfig(arn, qualifier, record)),
    ...(found.length > page.length && last !== undefined ? { NextMarker: nameMarker(last.qualifier) } : {}),
  };
};
