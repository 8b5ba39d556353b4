/** PutProvisionedConcurrencyConfig: so many environments are to be ready; in progress first, then ready. */

import type {
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { timestampText } from '../functionConfiguration.ts';
import {
  checkProvisionedAmount,
  checkProvisionedOnce,
  provision,
  provisionedTarget,
  shownProvisioned,
} from '../provisionedConcurrency.ts';

export const putProvisionedConcurrencyConfig: Action<
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigCommandOutput
> = (input, context) => {
  const { provisioned, clock, transitionMs } = context.parts;
  const target = provisionedTarget(input, context);
  const requested = input.ProvisionedConcurrentExecutions ?? 0;
  checkProvisionedOnce(target, context);
  checkProvisionedAmount(requested, target, context);
  const nowMs = clock.now();
  const record = { requested, readyAt: nowMs + transitionMs, lastModified: timestampText(nowMs) };
  provisioned.put(target.id, record, target.qualifier);
  provision(target.id, context.parts);
  // The answer is from before anything can be ready.
  return shownProvisioned(record, nowMs, undefined);
};
