/** The settings of an event source mapping: what a request may say about its source, and what AWS fills in. */

import type {
  CreateEventSourceMappingCommandInput,
  FilterCriteria,
  ProvisionedPollerConfig,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import type { MappingSettings } from '../store/eventSourceMappingRecord.ts';
import { isEventPattern } from './eventPatterns.ts';
import { type EventSource, isFifo, type MappingMember } from './eventSources.ts';
import { mappingErrors } from './resourceErrors.ts';

/** The members that depend on the source; `Update` knows fewer of them. */
export type RequestedMapping = Partial<Pick<CreateEventSourceMappingCommandInput, MappingMember>> &
  Partial<Omit<UpdateEventSourceMappingCommandInput, 'UUID' | 'FunctionName'>>;

/** Filters of one mapping; AWS allows more on request. */
const filterLimit = 5;
/** Batches beyond this need time to gather. */
const batchWithoutWindow = 10;

const dependentMembers: readonly MappingMember[] = [
  'AmazonManagedKafkaEventSourceConfig',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'FilterCriteria',
  'FunctionResponseTypes',
  'LoggingConfig',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'ScalingConfig',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
];

/** Throws 400 for members that the source does not have. */
export function checkMembers(source: EventSource, requested: RequestedMapping): void {
  if (source.kind === 'sqs' && requested.StartingPosition !== undefined) throw mappingErrors.startingPositionOfQueue();
  for (const member of dependentMembers) {
    if (requested[member] !== undefined && !source.members.includes(member)) {
      throw mappingErrors.unsupported(lowerFirst(member));
    }
  }
  if (requested.DestinationConfig?.OnSuccess?.Destination) throw mappingErrors.unsupportedDestination();
}

/** Throws 400 for what a new mapping of the source must say and does not. */
export function checkRequired(source: EventSource, input: CreateEventSourceMappingCommandInput): void {
  const missing = source.required.find((member) => input[member] === undefined);
  if (missing !== undefined) throw mappingErrors.missing(lowerFirst(missing));
  if (!source.members.includes('StartingPosition')) return;
  if (input.StartingPosition === undefined) throw mappingErrors.noStartingPosition();
  if (input.StartingPosition !== 'AT_TIMESTAMP') {
    if (input.StartingPositionTimestamp !== undefined) throw mappingErrors.timestampAlone();
    return;
  }
  if (source.kind === 'dynamodb') throw mappingErrors.unsupportedPosition(input.EventSourceArn ?? '');
  if (input.StartingPositionTimestamp === undefined) throw mappingErrors.noTimestamp();
}

/** Settings that a new mapping of the source has when nobody says otherwise. */
export function defaultSettings(source: EventSource, uuid: string): Partial<MappingSettings> {
  const has = (member: MappingMember) => source.members.includes(member);
  return {
    BatchSize: source.defaultBatchSize,
    ...(source.defaultWindowSeconds === undefined
      ? {}
      : { MaximumBatchingWindowInSeconds: source.defaultWindowSeconds }),
    StateTransitionReason: source.transitionReason,
    ...(source.kind === 'sqs' ? {} : { LastProcessingResult: 'No records processed' }),
    ...(has('FunctionResponseTypes') ? { FunctionResponseTypes: [] } : {}),
    ...(has('ParallelizationFactor') ? { ParallelizationFactor: 1, TumblingWindowInSeconds: 0 } : {}),
    ...(has('BisectBatchOnFunctionError') ? { BisectBatchOnFunctionError: false } : {}),
    ...(has('DestinationConfig') ? { DestinationConfig: { OnFailure: {} } } : {}),
    ...(has('MaximumRetryAttempts') ? { MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 } : {}),
    ...(has('AmazonManagedKafkaEventSourceConfig')
      ? { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid } }
      : {}),
    ...(has('SelfManagedKafkaEventSourceConfig')
      ? { SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid } }
      : {}),
  };
}

/** The settings with what a request changes. An empty structure takes a setting away. */
export function withRequested(
  settings: MappingSettings,
  requested: RequestedMapping,
  source: EventSource,
): MappingSettings {
  const { Enabled, StartingPositionTimestamp, Tags, FunctionName, EventSourceArn, ...members } =
    requested as RequestedMapping & Partial<CreateEventSourceMappingCommandInput>;
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  const merged: MappingSettings = { ...settings, ...given };
  if (merged.ProvisionedPollerConfig !== undefined) {
    merged.ProvisionedPollerConfig = withPollerDefaults(merged.ProvisionedPollerConfig, source);
  }
  for (const member of ['FilterCriteria', 'ProvisionedPollerConfig', 'ScalingConfig', 'MetricsConfig'] as const) {
    if (isEmpty(merged[member])) delete merged[member];
  }
  if (merged.FilterCriteria?.Filters?.length === 0) delete merged.FilterCriteria;
  if (merged.KMSKeyArn === '') delete merged.KMSKeyArn;
  checkSettings(merged, source);
  return merged;
}

function checkSettings(settings: MappingSettings, source: EventSource): void {
  const { BatchSize = 0, MaximumBatchingWindowInSeconds = 0, EventSourceArn, MaximumRecordAgeInSeconds } = settings;
  if (source.kind === 'sqs') {
    if (isFifo(EventSourceArn)) {
      if (MaximumBatchingWindowInSeconds > 0) throw mappingErrors.fifoWindow();
      if (BatchSize > batchWithoutWindow) throw mappingErrors.fifoBatch();
    } else if (BatchSize > batchWithoutWindow && MaximumBatchingWindowInSeconds === 0) throw mappingErrors.noWindow();
  }
  checkFilters(settings.FilterCriteria);
  const age = MaximumRecordAgeInSeconds ?? -1;
  if (age !== -1 && age < 60) throw mappingErrors.recordAge();
  const { MinimumPollers = 0, MaximumPollers = MinimumPollers } = settings.ProvisionedPollerConfig ?? {};
  if (MinimumPollers > MaximumPollers) throw mappingErrors.pollersInverted();
  if (settings.ProvisionedPollerConfig !== undefined && settings.ScalingConfig !== undefined) {
    throw mappingErrors.pollersAndConcurrency();
  }
}

function checkFilters(criteria: FilterCriteria | undefined): void {
  const filters = criteria?.Filters ?? [];
  if (filters.length > filterLimit) throw mappingErrors.tooManyFilters(filterLimit);
  if (!filters.every(({ Pattern }) => Pattern !== undefined && isEventPattern(Pattern))) {
    throw mappingErrors.brokenFilter();
  }
}

function withPollerDefaults(config: ProvisionedPollerConfig, source: EventSource): ProvisionedPollerConfig {
  if (isEmpty(config)) return config;
  return { MinimumPollers: source.kind === 'sqs' ? 2 : 1, MaximumPollers: 200, ...config };
}

function isEmpty(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length === 0;
}

/** As the messages write a member's name. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
