/** ListVersionsByFunction: `$LATEST` and the published versions by number, at most fifty at a time. */

import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { numberAfter, numberMarker } from '../markers.ts';
import { listedVersion, versionNumber } from '../shownConfiguration.ts';

export const listVersionsByFunction: Action<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput> = (
  input,
  context,
) => {
  const target = functionTarget(input.FunctionName, undefined, context);
  requireFunction(target, context);
  const pageSize = Math.min(input.MaxItems ?? limits.functionsPerPage, limits.functionsPerPage);
  const found = context.parts.functions.versions(target.id, numberAfter(input.Marker), pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  return {
    Versions: page.map(listedVersion),
    ...(found.length > pageSize && last !== undefined ? { NextMarker: numberMarker(versionNumber(last)) } : {}),
  };
};
