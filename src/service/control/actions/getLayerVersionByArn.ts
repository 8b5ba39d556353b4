/** GetLayerVersionByArn: the same as GetLayerVersion, for a version's ARN. */

import type { GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput } from '@aws-sdk/client-lambda';
import { parseLayerReference } from '../../../lambda/layers.ts';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { layerTarget, layerVersionNumber, shownLayerVersion } from '../layers.ts';

export const getLayerVersionByArn: Action<GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput> = (
  input,
  context,
) => {
  const id = layerTarget(input.Arn, context);
  const found = context.parts.layers.get(id, layerVersionNumber(parseLayerReference(input.Arn ?? '')?.version));
  if (found === undefined) throw lambdaErrors.noSuchResource();
  return shownLayerVersion(found, context);
};
