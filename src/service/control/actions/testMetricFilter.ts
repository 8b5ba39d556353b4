/** TestMetricFilter: which of some messages a pattern selects, and the fields that it gives names to. */

import type { TestMetricFilterCommandInput, TestMetricFilterCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Action } from '../context.ts';
import { requireFilter } from '../logGroupTarget.ts';

export const testMetricFilter: Action<TestMetricFilterCommandInput, TestMetricFilterCommandOutput> = (input) => {
  const { selects, extract } = requireFilter(input.filterPattern);
  return {
    matches: (input.logEventMessages ?? []).flatMap((eventMessage, index) =>
      selects(eventMessage)
        ? [{ eventNumber: index + 1, eventMessage, extractedValues: { ...extract(eventMessage) } }]
        : [],
    ),
  };
};
