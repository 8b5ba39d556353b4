/** What is stored of subscription filters and metric filters: their API shapes without the names of filter and group. */

import type { MetricFilter, MetricTransformation, SubscriptionFilter } from '@aws-sdk/client-cloudwatch-logs';

interface FilterRecord {
  readonly filterPattern: string;
  readonly creationTime: number;
}

export interface SubscriptionRecord
  extends Omit<SubscriptionFilter, 'filterName' | 'logGroupName' | keyof FilterRecord>,
    FilterRecord {
  readonly destinationArn: string;
}

export interface MetricFilterRecord
  extends Omit<MetricFilter, 'filterName' | 'logGroupName' | 'metricTransformations' | keyof FilterRecord>,
    FilterRecord {
  readonly metricTransformations: readonly MetricTransformation[];
}
