/** GetProvisionedConcurrencyConfig: how many environments are to be ready, and how many are. */

import type {
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { provisionedTarget, shownProvisioned } from '../provisionedConcurrency.ts';

export const getProvisionedConcurrencyConfig: Action<
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandOutput
> = (input, context) => {
  const { id, qualifier } = provisionedTarget(input, context);
  const { provisioned, clock, invoker } = context.parts;
  const record = provisioned.get(id, qualifier);
  if (record === undefined) throw lambdaErrors.noProvisionedConfig();
  return shownProvisioned(record, clock.now(), invoker.provisionedState(id, qualifier));
};
