/** PutFunctionEventInvokeConfig: replaces what was set. */

import type {
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { eventInvokeTarget, requestedSettings, shownConfig } from '../eventInvokeConfigs.ts';

export const putFunctionEventInvokeConfig: Action<
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput
> = (input, context) => {
  const target = eventInvokeTarget(input, context);
  const { eventInvokes, clock } = context.parts;
  const record = { ...requestedSettings(input, target, context), lastModified: clock.now() };
  eventInvokes.put(target.id, record, target.qualifier);
  return shownConfig(target.arn, target.qualifier, record);
};
