/** PutSubscriptionFilter: makes or replaces one of at most two of a group. */

import type {
  PutSubscriptionFilterCommandInput,
  PutSubscriptionFilterCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { checkLimits } from '../logFilters.ts';
import { requireFilter, requireGroup } from '../logGroupTarget.ts';
import { isFunctionArn, requireDestination } from '../subscriptionDestination.ts';

export const putSubscriptionFilter: Action<PutSubscriptionFilterCommandInput, PutSubscriptionFilterCommandOutput> = (
  input,
  context,
) => {
  const { filterName = '', filterPattern = '', destinationArn = '', distribution = 'ByLogStream' } = input;
  const group = requireGroup(input.logGroupName, undefined, context);
  const { expressions } = requireFilter(filterPattern);
  const { subscriptionFilters, clock } = context.parts;
  checkLimits(subscriptionFilters, group, filterName, mostFilters, expressions, context);
  if (isFunctionArn(destinationArn)) requireDestination(destinationArn, context);
  const existing = subscriptionFilters.ofGroup(group.id).find(({ name }) => name === filterName);
  subscriptionFilters.put(group.id, filterName, {
    filterPattern,
    destinationArn,
    ...(input.roleArn === undefined ? {} : { roleArn: input.roleArn }),
    distribution,
    applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
    creationTime: existing?.record.creationTime ?? clock.now(),
    ...(input.fieldSelectionCriteria === undefined ? {} : { fieldSelectionCriteria: input.fieldSelectionCriteria }),
    ...(input.emitSystemFields === undefined ? {} : { emitSystemFields: input.emitSystemFields }),
  });
  return {};
};

const mostFilters = 2;
