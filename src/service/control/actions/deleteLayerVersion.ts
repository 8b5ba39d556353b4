/** DeleteLayerVersion: nobody can take the version any more; functions that have it keep it. */

import type { DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { layerTarget, layerVersionNumber } from '../layers.ts';

export const deleteLayerVersion: Action<DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput> = (
  input,
  context,
) => {
  const { layers, codeChanged } = context.parts;
  layers.delete(layerTarget(input.LayerName, context), layerVersionNumber(input.VersionNumber));
  codeChanged();
  return {};
};
