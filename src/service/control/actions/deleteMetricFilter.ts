/** DeleteMetricFilter. */

import type { DeleteMetricFilterCommandInput, DeleteMetricFilterCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const deleteMetricFilter: Action<DeleteMetricFilterCommandInput, DeleteMetricFilterCommandOutput> = (
  input,
  context,
) => {
  const group = requireGroup(input.logGroupName, undefined, context);
  if (!context.parts.metricFilters.delete(group.id, input.filterName ?? '')) throw logsErrors.metricFilterNotFound();
  return {};
};
