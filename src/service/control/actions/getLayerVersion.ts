/** GetLayerVersion: what a version is, and a link to its content. */

import type { GetLayerVersionCommandInput, GetLayerVersionCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { layerTarget, layerVersionNumber, shownLayerVersion } from '../layers.ts';

export const getLayerVersion: Action<GetLayerVersionCommandInput, GetLayerVersionCommandOutput> = (input, context) => {
  const id = layerTarget(input.LayerName, context);
  const found = context.parts.layers.get(id, layerVersionNumber(input.VersionNumber));
  if (found === undefined) throw lambdaErrors.noSuchResource();
  return shownLayerVersion(found, context);
};
