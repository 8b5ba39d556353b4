/** ListAliases: the aliases of a function by name, of all versions or of one. */

import type { ListAliasesCommandInput, ListAliasesCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { shownAlias } from '../aliases.ts';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listAliases: Action<ListAliasesCommandInput, ListAliasesCommandOutput> = (input, context) => {
  const target = functionTarget(input.FunctionName, undefined, context);
  requireFunction(target, context);
  const { FunctionVersion: wanted } = input;
  // An alias with a second version belongs to both.
  const found = context.parts.aliases
    .list(target.id, nameAfter(input.Marker))
    .filter(
      ({ functionVersion, additional }) =>
        wanted === undefined || wanted === functionVersion || wanted === additional?.version,
    );
  const page = found.slice(0, Math.min(input.MaxItems ?? limits.functionsPerPage, limits.functionsPerPage));
  const last = page.at(-1);
  return {
    Aliases: page.map((alias) => shownAlias(target, alias)),
    ...(found.length > page.length && last !== undefined ? { NextMarker: nameMarker(last.name) } : {}),
  };
};
