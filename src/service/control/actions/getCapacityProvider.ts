/** GetCapacityProvider: one provider with its state. */

import type { GetCapacityProviderCommandInput, GetCapacityProviderCommandOutput } from '@aws-sdk/client-lambda';
import { requireProvider, shownProvider } from '../capacityProviders.ts';
import type { Action } from '../context.ts';

export const getCapacityProvider: Action<GetCapacityProviderCommandInput, GetCapacityProviderCommandOutput> = (
  input,
  context,
) => ({
  CapacityProvider: shownProvider(requireProvider(input.CapacityProviderName, context), context),
});
