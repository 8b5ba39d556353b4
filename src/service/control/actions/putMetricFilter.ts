/** PutMetricFilter: makes or replaces one of at most a hundred of a group. No metric is counted here. */

import type { PutMetricFilterCommandInput, PutMetricFilterCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { checkLimits } from '../logFilters.ts';
import { requireFilter, requireGroup } from '../logGroupTarget.ts';
import { logsErrors } from '../logsErrors.ts';

export const putMetricFilter: Action<PutMetricFilterCommandInput, PutMetricFilterCommandOutput> = (input, context) => {
  const { filterName = '', filterPattern = '', metricTransformations = [] } = input;
  const group = requireGroup(input.logGroupName, undefined, context);
  const { expressions } = requireFilter(filterPattern);
  const { metricFilters, clock } = context.parts;
  checkLimits(metricFilters, group, filterName, mostFilters, expressions, context);
  for (const { dimensions, defaultValue } of metricTransformations) {
    if (dimensions === undefined) continue;
    if (!/^\s*[{[]/.test(filterPattern)) throw logsErrors.noDimensions();
    if (defaultValue !== undefined) throw logsErrors.dimensionsAndDefault();
  }
  const existing = metricFilters.ofGroup(group.id).find(({ name }) => name === filterName);
  metricFilters.put(group.id, filterName, {
    filterPattern,
    metricTransformations,
    creationTime: existing?.record.creationTime ?? clock.now(),
    applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
    ...(input.fieldSelectionCriteria === undefined ? {} : { fieldSelectionCriteria: input.fieldSelectionCriteria }),
    ...(input.emitSystemFieldDimensions === undefined
      ? {}
      : { emitSystemFieldDimensions: input.emitSystemFieldDimensions }),
  });
  return {};
};

const mostFilters = 100;
