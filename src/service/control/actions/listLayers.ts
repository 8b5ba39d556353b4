/** ListLayers: each layer of the Region with the newest version that fits the filter. */

import type { ListLayersCommandInput, ListLayersCommandOutput } from '@aws-sdk/client-lambda';
import { layerArn } from '../../../lambda/layers.ts';
import { limits } from '../../../lambda/limits.ts';
import type { LayerVersion } from '../../store/layerStore.ts';
import type { Action } from '../context.ts';
import { checkKnownRuntime } from '../functionRules.ts';
import { isCompatible, listedLayerVersion } from '../layers.ts';
import { nameAfter, nameMarker } from '../markers.ts';

export const listLayers: Action<ListLayersCommandInput, ListLayersCommandOutput> = (input, context) => {
  const { parts, region } = context;
  checkKnownRuntime('compatibleRuntime', input.CompatibleRuntime);
  const after = nameAfter(input.Marker);
  const newest = new Map<string, LayerVersion>();
  for (const found of parts.layers.all(region)) {
    const { name } = found.id;
    if (name > after && !newest.has(name) && isCompatible(found, input)) newest.set(name, found);
  }
  const page = [...newest.values()].slice(0, input.MaxItems ?? limits.functionsPerPage);
  const last = page.at(-1);
  return {
    Layers: page.map((found) => ({
      LayerName: found.id.name,
      LayerArn: layerArn(region, parts.accountId, found.id.name),
      LatestMatchingVersion: listedLayerVersion(found, context),
    })),
    ...(newest.size > page.length && last !== undefined ? { NextMarker: nameMarker(last.id.name) } : {}),
  };
};
