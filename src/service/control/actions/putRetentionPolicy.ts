/** PutRetentionPolicy: events that are older go, now and later. */

import type { PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const putRetentionPolicy: Action<PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput> = (
  input,
  context,
) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  const { retentionInDays = 0 } = input;
  if (!retentions.includes(retentionInDays)) throw logsErrors.retention(retentionInDays, retentions);
  context.parts.logs.updateGroup(group, { retentionInDays });
  context.parts.retentionChanged();
  return {};
};

/** As the API reference lists them for `retentionInDays`. */
const retentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
