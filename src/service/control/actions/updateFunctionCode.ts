/** UpdateFunctionCode: swaps the code; the old code serves until the update has ended. */

import type { UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput } from '@aws-sdk/client-lambda';
import { updatedRecord } from '../../store/functionRecord.ts';
import { configurationOf } from '../../store/functionStore.ts';
import type { Action } from '../context.ts';
import { checkZip, requireZip, storeZip } from '../functionCode.ts';
import { withCode } from '../functionConfiguration.ts';
import { functionTarget, requireFunction, requireUpdatable } from '../functionTarget.ts';
import { lambdaErrors } from '../lambdaErrors.ts';

export const updateFunctionCode: Action<UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput> = async (
  input,
  context,
) => {
  const { parts } = context;
  const target = functionTarget(input.FunctionName, undefined, context);
  const current = () => {
    const stored = requireFunction(target, context);
    const configuration = configurationOf(stored);
    requireUpdatable(stored, target.arn, input.RevisionId, configuration.RevisionId);
    return { record: stored.record, configuration };
  };
  const before = current();
  if (input.ImageUri !== undefined) throw lambdaErrors.imageForZip();
  if (input.Publish) throw lambdaErrors.memberUnsupported('Publish', 'there are no versions beside $LATEST');
  const zip = requireZip(input);
  const architectures = input.Architectures === undefined ? {} : { Architectures: input.Architectures };
  if (input.DryRun) {
    const checked = await checkZip(parts, zip);
    return { ...withCode(before.configuration, checked, parts.clock.now()), ...architectures };
  }
  const updated = await storeZip(parts, zip, (stored) => {
    // Another update may have begun while this one unpacked.
    const { record, configuration } = current();
    const nowMs = parts.clock.now();
    const next = { ...withCode(configuration, stored, nowMs), ...architectures };
    const changed = updatedRecord(record, { configuration: next, packageId: stored.packageId }, { ...parts, nowMs });
    parts.functions.update(target.id, changed);
    return changed.latest.configuration;
  });
  parts.invoker.retire(target.id.name, target.id.region);
  parts.codeChanged();
  return updated;
};
