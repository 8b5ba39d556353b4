/** The layers that a function asks for: whether it may have them, and what they are stored as. */

import type { Layer } from '@aws-sdk/client-lambda';
import { parseLayerReference } from '../../lambda/layers.ts';
import { limits } from '../../lambda/limits.ts';
import type { LayerVersion } from '../store/layerStore.ts';
import { unzippedBytes } from '../store/unzip.ts';
import type { ActionContext } from './context.ts';
import { lambdaErrors } from './lambdaErrors.ts';

export interface FunctionLayers {
  /** As the function's configuration shows them. */
  readonly shown: Layer[];
  readonly packageIds: readonly string[];
}

/** Finds the versions of those ARNs, in their order. Throws 400 for what is not there, and 403 for other accounts'. */
export function functionLayers(arns: readonly string[], context: ActionContext): FunctionLayers {
  const found = arns.map((arn) => [arn, findLayer(arn, context)] as const);
  const byLayer = new Map<string, string>();
  for (const [arn, { id }] of found) {
    const other = byLayer.get(id.name);
    if (other !== undefined) throw lambdaErrors.layerTwice(other, arn);
    byLayer.set(id.name, arn);
  }
  const bytes = found.reduce((sum, [, { record }]) => sum + record.unzippedBytes, 0);
  if (bytes > limits.unzippedPackageBytes) throw lambdaErrors.layersTooLarge();
  return {
    shown: found.map(([Arn, { record }]) => ({ Arn, CodeSize: record.codeBytes })),
    packageIds: found.map(([, { record }]) => record.packageId),
  };
}

/** Throws when code and layers together unpack to more than a function may have. `zip` is the function's own. */
export async function checkCombinedSize(
  zip: Buffer | undefined,
  layerPackageIds: readonly string[],
  { parts }: ActionContext,
): Promise<void> {
  if (zip === undefined || layerPackageIds.length === 0) return;
  // A broken archive counts nothing here: storing it says what is wrong.
  let bytes = await unzippedBytes(zip).catch(() => 0);
  for (const packageId of layerPackageIds) {
    const layer = await parts.code.readZip(packageId);
    if (layer !== undefined) bytes += await unzippedBytes(layer);
  }
  if (bytes > limits.unzippedPackageBytes) throw lambdaErrors.codeAndLayersTooLarge(bytes);
}

function findLayer(arn: string, { parts, region }: ActionContext): LayerVersion {
  const reference = parseLayerReference(arn);
  // `awslayer` and whatever else AWS keeps for itself belong to another account, too.
  if (reference?.accountId !== parts.accountId) throw lambdaErrors.layerOfOtherAccount(parts.accountId, arn);
  if (reference.region !== region) throw lambdaErrors.layerInOtherRegion(region);
  const { name, version = 0 } = reference;
  const found = parts.layers.get({ region, name }, version);
  if (found === undefined) throw lambdaErrors.layerDoesNotExist(arn);
  return found;
}
