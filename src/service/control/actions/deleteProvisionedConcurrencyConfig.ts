/** DeleteProvisionedConcurrencyConfig: no environment is to be ready any more. Without a setting it is no error. */

import type {
  DeleteProvisionedConcurrencyConfigCommandInput,
  DeleteProvisionedConcurrencyConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { provision, provisionedTarget } from '../provisionedConcurrency.ts';

export const deleteProvisionedConcurrencyConfig: Action<
  DeleteProvisionedConcurrencyConfigCommandInput,
  DeleteProvisionedConcurrencyConfigCommandOutput
> = (input, context) => {
  const { id, qualifier } = provisionedTarget(input, context);
  context.parts.provisioned.delete(id, qualifier);
  provision(id, context.parts);
  return {};
};
