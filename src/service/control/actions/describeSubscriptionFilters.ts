/** DescribeSubscriptionFilters: of one group, in the order of their names. */

import type {
  DescribeSubscriptionFiltersCommandInput,
  DescribeSubscriptionFiltersCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { pageByKey } from '../logFilters.ts';
import { requireGroup } from '../logGroupTarget.ts';

export const describeSubscriptionFilters: Action<
  DescribeSubscriptionFiltersCommandInput,
  DescribeSubscriptionFiltersCommandOutput
> = (input, context) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  const found = context.parts.subscriptionFilters
    .ofGroup(group.id)
    .filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ''));
  const { page, ...next } = pageByKey(found, ({ name }) => name, input);
  return {
    subscriptionFilters: page.map(({ name, groupName, record }) => ({
      filterName: name,
      logGroupName: groupName,
      ...record,
    })),
    ...next,
  };
};
