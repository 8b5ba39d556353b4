/** ListCapacityProviders: those of a Region, by name, in any state or in one. */

import type { ListCapacityProvidersCommandInput, ListCapacityProvidersCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { listProviders, shownProvider } from '../capacityProviders.ts';
import type { Action } from '../context.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listCapacityProviders: Action<ListCapacityProvidersCommandInput, ListCapacityProvidersCommandOutput> = (
  input,
  context,
) => {
  const found = listProviders(context, nameAfter(input.Marker))
    .map((provider) => ({ name: provider.name, shown: shownProvider(provider, context) }))
    .filter(({ shown }) => input.State === undefined || shown.State === input.State);
  const page = found.slice(0, input.MaxItems ?? limits.functionsPerPage);
  const last = page.at(-1);
  return {
    CapacityProviders: page.map(({ shown }) => shown),
    ...(found.length > page.length && last !== undefined ? { NextMarker: nameMarker(last.name) } : {}),
  };
};
