/** CreateCapacityProvider: `Pending`, then `Active`. */

import type { CreateCapacityProviderCommandInput, CreateCapacityProviderCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { checkProvider, listProviders, providerArn, providerName, shownProvider } from '../capacityProviders.ts';
import type { Action } from '../context.ts';
import { capacityProviderErrors } from '../resourceErrors.ts';
import { checkNewTags } from '../tagRules.ts';

export const createCapacityProvider: Action<CreateCapacityProviderCommandInput, CreateCapacityProviderCommandOutput> = (
  input,
  context,
) => {
  const { parts, region } = context;
  const name = providerName(input.CapacityProviderName, context);
  if (name === undefined) throw capacityProviderErrors.notFound(input.CapacityProviderName ?? '');
  checkProvider(input.InstanceRequirements, input.CapacityProviderScalingConfig);
  checkNewTags(input.Tags);
  const others = listProviders(context);
  if (others.some((other) => other.name === name)) throw capacityProviderErrors.exists(providerArn(name, context));
  if (others.length >= limits.capacityProviders) throw capacityProviderErrors.limitExceeded(limits.capacityProviders);
  const { CapacityProviderName, Tags, CapacityProviderScalingConfig, ...settings } = input;
  const record = {
    settings: {
      ...settings,
      CapacityProviderScalingConfig: {
        MaxVCpuCount: limits.capacityProviderDefaultVCpus,
        ScalingMode: 'Auto' as const,
        ...CapacityProviderScalingConfig,
      },
    },
    lastModified: parts.clock.now(),
    tags: Tags ?? {},
    state: 'Active' as const,
    change: { state: 'Pending' as const, endsAt: parts.clock.now() + parts.transitionMs },
  };
  parts.capacityProviders.put(region, name, record);
  return { CapacityProvider: shownProvider({ name, record }, context, 'Pending') };
};
