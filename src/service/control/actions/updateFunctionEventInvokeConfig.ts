/** UpdateFunctionEventInvokeConfig: changes what is given and leaves the rest. */

import type {
  UpdateFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { eventInvokeTarget, requestedSettings, requireConfig, shownConfig } from '../eventInvokeConfigs.ts';

export const updateFunctionEventInvokeConfig: Action<
  UpdateFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommandOutput
> = (input, context) => {
  const target = eventInvokeTarget(input, context);
  const { eventInvokes, clock } = context.parts;
  const settings = requestedSettings(input, target, context);
  const record = { ...requireConfig(target, context), ...settings, lastModified: clock.now() };
  eventInvokes.put(target.id, record, target.qualifier);
  return shownConfig(target.arn, target.qualifier, record);
};
