/** DeleteSubscriptionFilter. */

import type {
  DeleteSubscriptionFilterCommandInput,
  DeleteSubscriptionFilterCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const deleteSubscriptionFilter: Action<
  DeleteSubscriptionFilterCommandInput,
  DeleteSubscriptionFilterCommandOutput
> = (input, context) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  if (!context.parts.subscriptionFilters.delete(group.id, input.filterName ?? '')) {
    throw logsErrors.subscriptionFilterNotFound();
  }
  return {};
};
