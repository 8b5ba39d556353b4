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
import { checkSettings } from '../functionRules.ts';
import { functionTarget, requireLatest, requireUpdatable } from '../functionTarget.ts';

export const updateFunctionConfiguration: Action<
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput
> = (input, context) => {
  const { parts } = context;
  const target = functionTarget(input.FunctionName, undefined, context);
  const stored = requireLatest(target, context);
  const configuration = configurationOf(stored);
  requireUpdatable(stored, target.arn, input.RevisionId, configuration.RevisionId);
  checkSettings(input);
  const nowMs = parts.clock.now();
  const changed = updatedRecord(
    stored.record,
    {
      configuration: withSettings(configuration, input, context.region, nowMs),
      packageId: stored.record.latest.packageId,
    },
    { ...parts, nowMs },
  );
  parts.functions.update(target.id, changed);
  parts.invoker.retire(target.id.name, target.id.region, latestQualifier);
  return changed.latest.configuration;
};
