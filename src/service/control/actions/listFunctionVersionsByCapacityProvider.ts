/** ListFunctionVersionsByCapacityProvider: what runs on a provider, by function and version. */

import type {
  ListFunctionVersionsByCapacityProviderCommandInput,
  ListFunctionVersionsByCapacityProviderCommandOutput,
} from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import { functionArn } from '../../../lambda/names.ts';
import { providerArn, requireProvider, versionsOf } from '../capacityProviders.ts';
import type { Action } from '../context.ts';
import { versionAfter, versionMarker } from '../markers.ts';
import { versionNumber } from '../shownConfiguration.ts';

export const listFunctionVersionsByCapacityProvider: Action<
  ListFunctionVersionsByCapacityProviderCommandInput,
  ListFunctionVersionsByCapacityProviderCommandOutput
> = (input, context) => {
  const { region, parts } = context;
  const { name } = requireProvider(input.CapacityProviderName, context);
  const after = versionAfter(input.Marker);
  const found = versionsOf(name, context).filter(
    (stored) => stored.id.name > after.name || (stored.id.name === after.name && versionNumber(stored) > after.number),
  );
  const page = found.slice(0, input.MaxItems ?? limits.functionsPerPage);
  const last = page.at(-1);
  return {
    CapacityProviderArn: providerArn(name, context),
    FunctionVersions: page.map(({ id, record: { latest } }) => ({
      FunctionArn: functionArn(region, parts.accountId, id.name, latest.configuration.Version),
      State: latest.configuration.State,
    })),
    ...(found.length > page.length && last !== undefined
      ? { NextMarker: versionMarker({ name: last.id.name, number: versionNumber(last) }) }
      : {}),
  };
};
