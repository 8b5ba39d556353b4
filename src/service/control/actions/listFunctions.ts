/** ListFunctions: the functions of a Region by name, at most fifty at a time. */

import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { nameAfter, nameMarker } from '../markers.ts';
import { listedConfiguration } from '../shownConfiguration.ts';

export const listFunctions: Action<ListFunctionsCommandInput, ListFunctionsCommandOutput> = (input, context) => {
  const pageSize = Math.min(input.MaxItems ?? limits.functionsPerPage, limits.functionsPerPage);
  // One more than asked for tells whether another page follows.
  const found = context.parts.functions.list(context.region, nameAfter(input.Marker), pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const qualifier = input.FunctionVersion === 'ALL' ? '$LATEST' : undefined;
  return {
    Functions: page.map((stored) => listedConfiguration(stored, qualifier)),
    ...(found.length > pageSize && last !== undefined ? { NextMarker: nameMarker(last.id.name) } : {}),
  };
};
