/** ListLayerVersions: the versions of a layer that fit the filter, newest first. A layer that is not there has none. */

import type { ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput } from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { checkKnownRuntime } from '../functionRules.ts';
import { isCompatible, layerTarget, listedLayerVersion } from '../layers.ts';
import { numberAfter, numberMarker } from '../markers.ts';

export const listLayerVersions: Action<ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput> = (
  input,
  context,
) => {
  const id = layerTarget(input.LayerName, context);
  checkKnownRuntime('compatibleRuntime', input.CompatibleRuntime);
  const after = numberAfter(input.Marker);
  const found = context.parts.layers
    .versions(id)
    .filter((layer) => (after < 0 || layer.version < after) && isCompatible(layer, input));
  const page = found.slice(0, input.MaxItems ?? limits.functionsPerPage);
  const last = page.at(-1);
  return {
    LayerVersions: page.map((layer) => listedLayerVersion(layer, context)),
    ...(found.length > page.length && last !== undefined ? { NextMarker: numberMarker(last.version) } : {}),
  };
};
