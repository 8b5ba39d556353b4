/** UpdateFunctionConfiguration: changes the settings that are given and leaves the others. */

import type {
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';
import { latestQualifier } from '../../../lambda/names.ts';
import { updatedRecord } from '../../store/functionRecord.ts';
import { configurationOf } from '../../store/functionStore.ts';
import type { Action } from '../context.ts';
import { withSettings } from '../functionConfiguration.ts';
import { checkCombinedSize, functionLayers } from '../functionLayers.ts';
import { checkSettings } from '../functionRules.ts';
import { functionTarget, requireLatest, requireUpdatable } from '../functionTarget.ts';
import { checkPackageType } from '../imageFunctions.ts';

export const updateFunctionConfiguration: Action<
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput
> = async (input, context) => {
  const { parts } = context;
  const target = functionTarget(input.FunctionName, undefined, context);
  const current = () => {
    const stored = requireLatest(target, context);
    requireUpdatable(stored, target.arn, input.RevisionId, configurationOf(stored).RevisionId);
    return stored;
  };
  const { packageId, configuration } = current().record.latest;
  checkPackageType(configuration.PackageType, input);
  checkSettings(input, 'update', parts.clock.now());
  const layers = input.Layers === undefined ? undefined : functionLayers(input.Layers, context);
  const ownZip = layers === undefined ? undefined : await parts.code.readZip(packageId);
  await checkCombinedSize(ownZip, layers?.packageIds ?? [], context);
  // Another update may have begun while this one measured.
  const stored = current();
  const nowMs = parts.clock.now();
  const changed = updatedRecord(
    stored.record,
    {
      ...stored.record.latest,
      configuration: withSettings(configurationOf(stored), input, layers?.shown, context.region, nowMs),
      ...(layers === undefined ? {} : { layerPackageIds: layers.packageIds }),
    },
    { ...parts, nowMs },
  );
  parts.functions.update(target.id, changed);
  parts.invoker.retire(target.id.name, target.id.region, latestQualifier);
  if (layers !== undefined) parts.codeChanged();
  return changed.latest.configuration;
};
