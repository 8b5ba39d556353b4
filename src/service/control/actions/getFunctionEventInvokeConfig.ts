/** GetFunctionEventInvokeConfig: what is set for one function, version or alias. */

import type {
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { eventInvokeTarget, requireConfig, shownConfig } from '../eventInvokeConfigs.ts';

export const getFunctionEventInvokeConfig: Action<
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput
> = (input, context) => {
  const target = eventInvokeTarget(input, context);
  return shownConfig(target.arn, target.qualifier, requireConfig(target, context));
};
