/** UpdateFunctionCode: swaps the code; the old code serves until the update has ended. */

import type {
  FunctionConfiguration,
  UpdateFunctionCodeCommandInput,
  UpdateFunctionCodeCommandOutput,
} from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../../lambda/names.ts';
import type { StoredPackage } from '../../store/codeStore.ts';
import { updatedRecord } from '../../store/functionRecord.ts';
import { configurationOf } from '../../store/functionStore.ts';
import { refuseUnsignedCode } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { checkZip, requireZip, storeZip } from '../functionCode.ts';
import { withCode } from '../functionConfiguration.ts';
import { checkCombinedSize } from '../functionLayers.ts';
import { functionTarget, requireLatest, requireUpdatable } from '../functionTarget.ts';
import { imagePackage, requireImage } from '../imageFunctions.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { publish } from '../publishing.ts';

export const updateFunctionCode: Action<UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput> = async (
  input,
  context,
) => {
  const { parts } = context;
  const target = functionTarget(input.FunctionName, undefined, context);
  const current = () => {
    const stored = requireLatest(target, context);
    const configuration = configurationOf(stored);
    requireUpdatable(stored, target.arn, input.RevisionId, configuration.RevisionId);
    return { record: stored.record, configuration };
  };
  const before = current();
  refuseUnsignedCode(parts.functionCodeSigning.get(target.id), target.id.name, context);
  if (input.PublishTo !== undefined) throw lambdaErrors.publishToUnsupported();
  const architectures = input.Architectures === undefined ? {} : { Architectures: input.Architectures };
  const commit = (stored: StoredPackage, image: { readonly imageUri?: string } = {}) => {
    // Another update may have begun while this one unpacked.
    const { record, configuration } = current();
    const nowMs = parts.clock.now();
    const next = { ...withCode(configuration, stored, nowMs), ...architectures };
    const deployment = { ...record.latest, configuration: next, packageId: stored.packageId, ...image };
    const changed = updatedRecord(record, deployment, { ...parts, nowMs });
    if (input.Publish) return publish(target.id, changed, undefined, parts);
    parts.functions.update(target.id, changed);
    return changed.latest.configuration;
  };
  const rehearsed = (checked: StoredPackage) => ({
    ...withCode(before.configuration, checked, parts.clock.now()),
    ...architectures,
  });
  let updated: FunctionConfiguration;
  if (before.configuration.PackageType === 'Image') {
    const imageUri = requireImage(input);
    if (input.DryRun) return rehearsed(imagePackage(imageUri));
    updated = commit(imagePackage(imageUri), { imageUri });
  } else {
    if (input.ImageUri !== undefined) throw lambdaErrors.imageForZip();
    const zip = await requireZip(input, context);
    await checkCombinedSize(zip, before.record.latest.layerPackageIds ?? [], context);
    if (input.DryRun) return rehearsed(await checkZip(parts, zip));
    updated = await storeZip(parts, zip, commit);
  }
  parts.invoker.retire(target.id.name, target.id.region, latestQualifier);
  parts.codeChanged();
  return updated;
};
