/** DescribeMetricFilters: of one group or of all, by name or by metric. */

import type {
  DescribeMetricFiltersCommandInput,
  DescribeMetricFiltersCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { pageByKey } from '../logFilters.ts';
import { requireGroup } from '../logGroupTarget.ts';

export const describeMetricFilters: Action<DescribeMetricFiltersCommandInput, DescribeMetricFiltersCommandOutput> = (
  input,
  context,
) => {
  const { parts, region } = context;
  const { logGroupName, filterNamePrefix = '', metricName, metricNamespace } = input;
  const all =
    logGroupName === undefined
      ? parts.metricFilters.ofRegion(region)
      : parts.metricFilters.ofGroup(requireGroup(logGroupName, undefined, context).id);
  const found = all.filter(
    ({ name, record }) =>
      name.startsWith(filterNamePrefix) &&
      record.metricTransformations.some(
        (metric) =>
          (metricName === undefined || metric.metricName === metricName) &&
          (metricNamespace === undefined || metric.metricNamespace === metricNamespace),
      ),
  );
  const { page, ...next } = pageByKey(found, ({ name, groupName }) => `${name}\n${groupName}`, input);
  return {
    metricFilters: page.map(({ name, groupName, record }) => ({
      filterName: name,
      logGroupName: groupName,
      ...record,
      metricTransformations: [...record.metricTransformations],
    })),
    ...next,
  };
};
