/** Amazon CloudWatch Logs on the wire: the operations that are answered, and the names of all. */

import {
  CreateLogGroup$,
  CreateLogStream$,
  DeleteLogGroup$,
  DeleteLogStream$,
  DeleteMetricFilter$,
  DeleteQueryDefinition$,
  DeleteRetentionPolicy$,
  DeleteSubscriptionFilter$,
  DescribeLogGroups$,
  DescribeLogStreams$,
  DescribeMetricFilters$,
  DescribeQueries$,
  DescribeQueryDefinitions$,
  DescribeSubscriptionFilters$,
  FilterLogEvents$,
  GetLogEvents$,
  GetLogGroupFields$,
  GetLogRecord$,
  GetQueryResults$,
  ListLogGroups$,
  ListTagsForResource$,
  ListTagsLogGroup$,
  PutLogEvents$,
  PutLogGroupDeletionProtection$,
  PutMetricFilter$,
  PutQueryDefinition$,
  PutRetentionPolicy$,
  PutSubscriptionFilter$,
  StartLiveTail$,
  StartQuery$,
  StopQuery$,
  TagLogGroup$,
  TagResource$,
  TestMetricFilter$,
  UntagLogGroup$,
  UntagResource$,
} from '@aws-sdk/client-cloudwatch-logs';
import { compileAwsJson } from './awsJson.ts';
import { logsModel } from './generated/logsConstraints.ts';
import type { Operation } from './operation.ts';

const schemas = {
  CreateLogGroup: CreateLogGroup$,
  CreateLogStream: CreateLogStream$,
  DeleteLogGroup: DeleteLogGroup$,
  DeleteLogStream: DeleteLogStream$,
  DeleteMetricFilter: DeleteMetricFilter$,
  DeleteQueryDefinition: DeleteQueryDefinition$,
  DeleteRetentionPolicy: DeleteRetentionPolicy$,
  DeleteSubscriptionFilter: DeleteSubscriptionFilter$,
  DescribeLogGroups: DescribeLogGroups$,
  DescribeLogStreams: DescribeLogStreams$,
  DescribeMetricFilters: DescribeMetricFilters$,
  DescribeQueries: DescribeQueries$,
  DescribeQueryDefinitions: DescribeQueryDefinitions$,
  DescribeSubscriptionFilters: DescribeSubscriptionFilters$,
  FilterLogEvents: FilterLogEvents$,
  GetLogEvents: GetLogEvents$,
  GetLogGroupFields: GetLogGroupFields$,
  GetLogRecord: GetLogRecord$,
  GetQueryResults: GetQueryResults$,
  ListLogGroups: ListLogGroups$,
  ListTagsForResource: ListTagsForResource$,
  ListTagsLogGroup: ListTagsLogGroup$,
  PutLogEvents: PutLogEvents$,
  PutLogGroupDeletionProtection: PutLogGroupDeletionProtection$,
  PutMetricFilter: PutMetricFilter$,
  PutQueryDefinition: PutQueryDefinition$,
  PutRetentionPolicy: PutRetentionPolicy$,
  PutSubscriptionFilter: PutSubscriptionFilter$,
  StartLiveTail: StartLiveTail$,
  StartQuery: StartQuery$,
  StopQuery: StopQuery$,
  TagLogGroup: TagLogGroup$,
  TagResource: TagResource$,
  TestMetricFilter: TestMetricFilter$,
  UntagLogGroup: UntagLogGroup$,
  UntagResource: UntagResource$,
};

export type LogsOperationName = keyof typeof schemas;

export const logsSigningName = logsModel.signingName;

/** What stands before the operation in `X-Amz-Target`. */
export const logsTargetPrefix = 'Logs_20140328.';

const compiled = new Map<string, Operation>();

/** True for every operation that CloudWatch Logs has, answered here or not. */
export function isLogsOperation(name: string): boolean {
  return Object.hasOwn(logsModel.operations, name);
}

/** The operation of that name, compiled when it is first asked for; `undefined` when it is not answered yet. */
export function logsOperation(name: string): Operation | undefined {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(schemas, name)) return undefined;
  const operation = compileAwsJson(schemas[name as LogsOperationName], logsModel, 'InvalidParameterException');
  compiled.set(name, operation);
  return operation;
}
