/** UpdateCapacityProvider: changes how it scales, which tags it passes on and what it logs. */

import type { UpdateCapacityProviderCommandInput, UpdateCapacityProviderCommandOutput } from '@aws-sdk/client-lambda';
import { checkProvider, requireProvider, requireSettled, shownProvider } from '../capacityProviders.ts';
import type { Action } from '../context.ts';

export const updateCapacityProvider: Action<UpdateCapacityProviderCommandInput, UpdateCapacityProviderCommandOutput> = (
  input,
  context,
) => {
  const { parts, region } = context;
  const provider = requireProvider(input.CapacityProviderName, context);
  requireSettled(provider, context);
  const { settings } = provider.record;
  const scaling = { ...settings.CapacityProviderScalingConfig, ...input.CapacityProviderScalingConfig };
  // What belongs to manual scaling goes with it.
  if (
    input.CapacityProviderScalingConfig?.ScalingMode === 'Auto' &&
    !input.CapacityProviderScalingConfig.ScalingPolicies
  ) {
    delete scaling.ScalingPolicies;
  }
  checkProvider(undefined, scaling);
  const record = {
    ...provider.record,
    settings: {
      ...settings,
      CapacityProviderScalingConfig: scaling,
      ...(input.PropagateTags === undefined ? {} : { PropagateTags: input.PropagateTags }),
      ...(input.TelemetryConfig === undefined ? {} : { TelemetryConfig: input.TelemetryConfig }),
    },
    lastModified: parts.clock.now(),
  };
  parts.capacityProviders.put(region, provider.name, record);
  return { CapacityProvider: shownProvider({ name: provider.name, record }, context) };
};
