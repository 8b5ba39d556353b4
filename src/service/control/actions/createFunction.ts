/** CreateFunction: stores the code and the configuration; the function is `Pending`, then `Active`. */

import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { StoredPackage } from '../../store/codeStore.ts';
import { createdRecord } from '../../store/functionRecord.ts';
import { publishedRecord } from '../../store/publishedRecord.ts';
import { refuseUnsignedCode } from '../codeSigning.ts';
import type { Action } from '../context.ts';
import { requireZip, storeZip } from '../functionCode.ts';
import { newConfiguration } from '../functionConfiguration.ts';
import { checkCombinedSize, functionLayers } from '../functionLayers.ts';
import { checkSettings } from '../functionRules.ts';
import { functionTarget } from '../functionTarget.ts';
import { checkPackageType, imagePackage, requireImage } from '../imageFunctions.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { checkNewTags } from '../tagRules.ts';

export const createFunction: Action<CreateFunctionCommandInput, CreateFunctionCommandOutput> = async (
  input,
  context,
) => {
  const { parts } = context;
  const target = functionTarget(input.FunctionName, undefined, context);
  if (input.PublishTo !== undefined) throw lambdaErrors.publishToUnsupported();
  const isImage = input.PackageType === 'Image';
  checkPackageType(input.PackageType, input);
  if (!isImage && input.Code?.ImageUri !== undefined) throw lambdaErrors.imageUriForZip();
  if (!isImage && (input.Runtime === undefined || !input.Handler)) throw lambdaErrors.noRuntime();
  checkSettings(input, 'create', parts.clock.now());
  checkNewTags(input.Tags);
  const refuseExisting = () => {
    if (parts.functions.get(target.id) !== undefined) throw lambdaErrors.functionExists(target.id.name);
  };
  refuseExisting();
  refuseUnsignedCode(input.CodeSigningConfigArn, target.id.name, context);
  const layers = input.Layers === undefined ? undefined : functionLayers(input.Layers, context);
  const layerPackageIds = layers?.packageIds ?? [];
  const commit = (stored: StoredPackage, image: { readonly imageUri?: string } = {}) => {
    // Another request may have been faster while this one unpacked.
    refuseExisting();
    const nowMs = parts.clock.now();
    const configuration = newConfiguration(input, target, stored, layers?.shown, nowMs);
    const record = createdRecord(
      { configuration, packageId: stored.packageId, layerPackageIds, ...image },
      { ...parts, nowMs },
    );
    const options = { ...parts, nowMs };
    const published = input.Publish
      ? (version: string) => publishedRecord(record, version, undefined, options)
      : undefined;
    parts.functions.create(target.id, record, input.Tags ?? {}, published);
    if (input.CodeSigningConfigArn) parts.functionCodeSigning.put(target.id, input.CodeSigningConfigArn);
    // The ARN stays that of the function, also when a version was published.
    return { ...record.latest.configuration, ...(input.Publish ? { Version: '1' } : {}) };
  };
  if (isImage) {
    const imageUri = requireImage(input.Code);
    return commit(imagePackage(imageUri), { imageUri });
  }
  const zip = await requireZip(input.Code, context);
  await checkCombinedSize(zip, layerPackageIds, context);
  return storeZip(parts, zip, commit);
};
