/** GetRuntimeManagementConfig: when a version moves on to a newer build of its runtime. */

import type {
  GetRuntimeManagementConfigCommandInput,
  GetRuntimeManagementConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { runtimeTarget, shownRuntimeManagement } from '../runtimeManagement.ts';

export const getRuntimeManagementConfig: Action<
  GetRuntimeManagementConfigCommandInput,
  GetRuntimeManagementConfigCommandOutput
> = (input, context) => {
  const { target } = runtimeTarget(input, context);
  return shownRuntimeManagement(target, context.parts.runtimeManagement.get(target.id, target.qualifier));
};
