/** ListFunctions: the functions of a Region by name, or all of their versions, at most fifty at a time. */

import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action, ActionContext } from '../context.ts';
import { nameAfter, nameMarker, versionAfter, versionMarker } from '../markers.ts';
import { listedConfiguration, listedVersion, versionNumber } from '../shownConfiguration.ts';

export const listFunctions: Action<ListFunctionsCommandInput, ListFunctionsCommandOutput> = (input, context) => {
  const pageSize = Math.min(input.MaxItems ?? limits.functionsPerPage, limits.functionsPerPage);
  if (input.FunctionVersion === 'ALL') return listVersions(input.Marker, pageSize, context);
  // One more than asked for tells whether another page follows.
  const found = context.parts.functions.list(context.region, nameAfter(input.Marker), pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  return {
    Functions: page.map((stored) => listedConfiguration(stored, undefined)),
    ...(found.length > pageSize && last !== undefined ? { NextMarker: nameMarker(last.id.name) } : {}),
  };
};

function listVersions(marker: string | undefined, pageSize: number, { parts, region }: ActionContext) {
  const found = parts.functions.everyVersion(region, versionAfter(marker), pageSize + 1);
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const next = last === undefined ? undefined : { name: last.id.name, number: versionNumber(last) };
  return {
    Functions: page.map(listedVersion),
    ...(found.length > pageSize && next !== undefined ? { NextMarker: versionMarker(next) } : {}),
  };
}
