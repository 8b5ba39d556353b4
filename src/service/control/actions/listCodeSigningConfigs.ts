/** ListCodeSigningConfigs: those of a Region, by id. */

import type { ListCodeSigningConfigsCommandInput, ListCodeSigningConfigsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { shownCodeSigning } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listCodeSigningConfigs: Action<ListCodeSigningConfigsCommandInput, ListCodeSigningConfigsCommandOutput> = (
  input,
  context,
) => {
  const found = context.parts.codeSigning.list(context.region, nameAfter(input.Marker));
  const page = found.slice(0, Math.min(input.MaxItems ?? limits.functionsPerPage, limits.functionsPerPage));
  const last = page.at(-1);
  return {
    CodeSigningConfigs: page.map((stored) => shownCodeSigning(stored, context)),
    ...(found.length > page.length && last !== undefined ? { NextMarker: nameMarker(last.id) } : {}),
  };
};
