/** PublishLayerVersion: stores a package under the layer's next number. */

import type { PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput } from '@aws-sdk/client-lambda';
import { unzippedBytes } from '../../store/unzip.ts';
import type { Action } from '../context.ts';
import { requireZip, storeZip } from '../functionCode.ts';
import { timestampText } from '../functionConfiguration.ts';
import { checkKnownRuntimes } from '../functionRules.ts';
import { layerTarget, shownLayerVersion } from '../layers.ts';

export const publishLayerVersion: Action<PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput> = async (
  input,
  context,
) => {
  const { parts } = context;
  const id = layerTarget(input.LayerName, context);
  checkKnownRuntimes('compatibleRuntimes', input.CompatibleRuntimes);
  const zip = await requireZip(input.Content, context);
  const version = await storeZip(parts, zip, async (stored) =>
    parts.layers.publish(id, {
      ...stored,
      unzippedBytes: await unzippedBytes(zip),
      description: input.Description ?? '',
      createdDate: timestampText(parts.clock.now()),
      runtimes: input.CompatibleRuntimes,
      architectures: input.CompatibleArchitectures,
      licenseInfo: input.LicenseInfo,
    }),
  );
  const published = parts.layers.get(id, version);
  if (published === undefined) throw new Error(`Version ${version} of the layer ${id.name} is gone`);
  return shownLayerVersion(published, context);
};
