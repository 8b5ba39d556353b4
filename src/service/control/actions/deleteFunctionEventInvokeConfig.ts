/** DeleteFunctionEventInvokeConfig: the defaults hold again. */

import type {
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { eventInvokeTarget, requireConfig } from '../eventInvokeConfigs.ts';

export const deleteFunctionEventInvokeConfig: Action<
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput
> = (input, context) => {
  const target = eventInvokeTarget(input, context);
  requireConfig(target, context);
  context.parts.eventInvokes.delete(target.id, target.qualifier);
  return {};
};
