/** DeleteCapacityProvider: `Deleting`, then gone; only when no function runs on it. */

import type { DeleteCapacityProviderCommandInput, DeleteCapacityProviderCommandOutput } from '@aws-sdk/client-lambda';
import { providerArn, requireProvider, requireSettled, shownProvider, versionsOf } from '../capacityProviders.ts';
import type { Action } from '../context.ts';
import { capacityProviderErrors } from '../resourceErrors.ts';

export const deleteCapacityProvider: Action<DeleteCapacityProviderCommandInput, DeleteCapacityProviderCommandOutput> = (
  input,
  context,
) => {
  const { parts, region } = context;
  const provider = requireProvider(input.CapacityProviderName, context);
  requireSettled(provider, context);
  const { name } = provider;
  if (versionsOf(name, context).length > 0) throw capacityProviderErrors.inUse(providerArn(name, context));
  const record = {
    ...provider.record,
    state: undefined,
    change: { state: 'Deleting' as const, endsAt: parts.clock.now() + parts.transitionMs },
  };
  if (parts.transitionMs > 0) parts.capacityProviders.put(region, name, record);
  else parts.capacityProviders.delete(region, name);
  return { CapacityProvider: shownProvider({ name, record }, context, 'Deleting') };
};
