/** The kinds of event sources, and what a mapping of each may and must say. (API reference, developer guide by source.) */

import type { CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { mappingErrors } from './resourceErrors.ts';

export type MappingMember = Exclude<
  keyof CreateEventSourceMappingCommandInput,
  'FunctionName' | 'EventSourceArn' | 'Enabled' | 'BatchSize' | 'KMSKeyArn' | 'MetricsConfig' | 'Tags'
>;

export interface EventSource {
  readonly kind: 'sqs' | 'kinesis' | 'dynamodb' | 'kafka' | 'self-managed-kafka' | 'mq' | 'documentdb';
  /** Members beside those that every mapping may have. */
  readonly members: readonly MappingMember[];
  readonly required: readonly MappingMember[];
  readonly defaultBatchSize: number;
  /** Where the source has one that AWS shows. */
  readonly defaultWindowSeconds: number | undefined;
  readonly transitionReason: 'USER_INITIATED' | 'User action';
}

const common = ['MaximumBatchingWindowInSeconds'] as const;
const positions = ['StartingPosition', 'StartingPositionTimestamp'] as const;
const failures = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'FunctionResponseTypes',
] as const;
const kafka = [
  ...common,
  ...positions,
  ...failures,
  'FilterCriteria',
  'Topics',
  'SourceAccessConfigurations',
  'ProvisionedPollerConfig',
  'LoggingConfig',
] as const;
const batchOf100 = {
  defaultBatchSize: 100,
  defaultWindowSeconds: undefined,
  transitionReason: 'USER_INITIATED',
} as const;
const stream = {
  ...batchOf100,
  members: [...common, ...positions, ...failures, 'FilterCriteria', 'ParallelizationFactor', 'TumblingWindowInSeconds'],
  required: [],
  defaultWindowSeconds: 0,
  transitionReason: 'User action',
} as const;

const sources: Readonly<Record<EventSource['kind'], EventSource>> = {
  sqs: {
    kind: 'sqs',
    members: [...common, 'FilterCriteria', 'FunctionResponseTypes', 'ScalingConfig', 'ProvisionedPollerConfig'],
    required: [],
    defaultBatchSize: 10,
    defaultWindowSeconds: 0,
    transitionReason: 'USER_INITIATED',
  },
  kinesis: { ...stream, kind: 'kinesis' },
  dynamodb: { ...stream, kind: 'dynamodb' },
  kafka: {
    ...batchOf100,
    kind: 'kafka',
    members: [...kafka, 'AmazonManagedKafkaEventSourceConfig'],
    required: ['Topics'],
  },
  'self-managed-kafka': {
    ...batchOf100,
    kind: 'self-managed-kafka',
    members: [...kafka, 'SelfManagedEventSource', 'SelfManagedKafkaEventSourceConfig'],
    required: ['SourceAccessConfigurations', 'Topics'],
  },
  mq: {
    ...batchOf100,
    kind: 'mq',
    members: [...common, 'FilterCriteria', 'Queues', 'SourceAccessConfigurations'],
    required: ['Queues', 'SourceAccessConfigurations'],
  },
  documentdb: {
    ...batchOf100,
    kind: 'documentdb',
    members: [...common, ...positions, 'SourceAccessConfigurations', 'DocumentDBEventSourceConfig'],
    required: ['DocumentDBEventSourceConfig', 'SourceAccessConfigurations'],
  },
};

/** What an ARN has behind the account, by the service that it names. */
const resources: readonly (readonly [service: string, resource: RegExp, kind: EventSource['kind']])[] = [
  ['sqs', /^[\w-]{1,80}(\.fifo)?$/, 'sqs'],
  ['kinesis', /^stream\/[\w.-]+(\/consumer\/[\w.-]+:\d+)?$/, 'kinesis'],
  ['dynamodb', /^table\/[\w.-]+\/stream\/[\w.:-]+$/, 'dynamodb'],
  ['kafka', /^(cluster|vpc-connection)\/.+/, 'kafka'],
  ['mq', /^broker:.+/, 'mq'],
  ['rds', /^cluster:.+/, 'documentdb'],
];

/** The source of a mapping. Throws 400 for an ARN of anything else, and for a mapping without a source or with two. */
export function eventSourceOf(arn: string | undefined, isSelfManaged: boolean): EventSource {
  if (isSelfManaged !== (arn === undefined)) throw mappingErrors.unknownSource();
  if (arn === undefined) return sources['self-managed-kafka'];
  const [, , service, , , ...rest] = arn.split(':');
  const kind = resources.find(([name, resource]) => name === service && resource.test(rest.join(':')))?.[2];
  if (kind === undefined) throw mappingErrors.unknownSource();
  return sources[kind];
}

/** Queues that keep an order have limits of their own. */
export function isFifo(arn: string | undefined): boolean {
  return arn?.endsWith('.fifo') ?? false;
}
