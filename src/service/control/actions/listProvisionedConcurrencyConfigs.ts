/** ListProvisionedConcurrencyConfigs: those of the versions and aliases of a function, by qualifier. */

import type {
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsCommandOutput,
} from '@aws-sdk/client-lambda';
import { limits } from '../../../lambda/limits.ts';
import type { Action } from '../context.ts';
import { functionTarget, requireFunction } from '../functionTarget.ts';
import { shownProvisioned } from '../provisionedConcurrency.ts';
import { qualifierPage } from '../qualifierPage.ts';

export const listProvisionedConcurrencyConfigs: Action<
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsCommandOutput
> = (input, context) => {
  const { provisioned, clock, invoker } = context.parts;
  const target = functionTarget(input.FunctionName, undefined, context);
  requireFunction(target, context);
  const found = provisioned.ofFunction(target.id);
  const { page, next } = qualifierPage(found, input.Marker, input.MaxItems ?? limits.functionsPerPage);
  return {
    ProvisionedConcurrencyConfigs: page.map(({ qualifier, record }) => ({
      FunctionArn: `${target.arn}:${qualifier}`,
      ...shownProvisioned(record, clock.now(), invoker.provisionedState(target.id, qualifier)),
    })),
    ...next,
  };
};
