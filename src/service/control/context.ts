/** What an action gets beside its input: who asks, from where, and the parts of the service. */

import type { FunctionScalingConfig, RecursiveLoop } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import type { Invoker } from '../invoke/invocation.ts';
import type { MetricFilterRecord, SubscriptionRecord } from '../logs/filterRecords.ts';
import type { QueryDefinitionRecord } from '../logs/insights/queryDefinition.ts';
import type { QueryRunner } from '../logs/insights/queryRunner.ts';
import type { LogBuffer } from '../logs/logBuffer.ts';
import type { LogFilterStore } from '../logs/logFilterStore.ts';
import type { LogReader } from '../logs/logReader.ts';
import type { LogStore } from '../logs/logStore.ts';
import type { AliasStore } from '../store/aliasStore.ts';
import type { CapacityProviderRecord } from '../store/capacityProviderRecord.ts';
import type { CodeSigningRecord } from '../store/codeSigningRecord.ts';
import type { CodeStore } from '../store/codeStore.ts';
import type { EventInvokeRecord } from '../store/eventInvokeRecord.ts';
import type { EventSourceMappingRecord } from '../store/eventSourceMappingRecord.ts';
import type { FunctionSettings } from '../store/functionSettings.ts';
import type { FunctionStore } from '../store/functionStore.ts';
import type { FunctionUrlRecord } from '../store/functionUrlRecord.ts';
import type { LayerStore } from '../store/layerStore.ts';
import type { PolicyRecord } from '../store/policyRecord.ts';
import type { ProvisionedConcurrencyRecord } from '../store/provisionedConcurrencyRecord.ts';
import type { ReservedConcurrency } from '../store/reservedConcurrency.ts';
import type { ResourceStore } from '../store/resourceStore.ts';
import type { RuntimeManagementRecord } from '../store/runtimeManagementRecord.ts';
import type { CodeLinks } from './codeLinks.ts';
import type { S3Code } from './s3Code.ts';

/** The service that actions work on; one for all requests. */
export interface ServiceParts {
  readonly accountId: string;
  readonly functions: FunctionStore;
  readonly aliases: AliasStore;
  readonly layers: LayerStore;
  readonly concurrency: ReservedConcurrency;
  readonly eventInvokes: FunctionSettings<EventInvokeRecord>;
  readonly policies: FunctionSettings<PolicyRecord>;
  readonly functionUrls: FunctionSettings<FunctionUrlRecord>;
  readonly provisioned: FunctionSettings<ProvisionedConcurrencyRecord>;
  readonly recursion: FunctionSettings<RecursiveLoop>;
  readonly runtimeManagement: FunctionSettings<RuntimeManagementRecord>;
  readonly mappings: ResourceStore<EventSourceMappingRecord>;
  readonly codeSigning: ResourceStore<CodeSigningRecord>;
  /** ARN of the code signing configuration that a function has. */
  readonly functionCodeSigning: FunctionSettings<string>;
  readonly capacityProviders: ResourceStore<CapacityProviderRecord>;
  readonly scalingConfigs: FunctionSettings<FunctionScalingConfig>;
  readonly code: CodeStore;
  readonly codeLinks: CodeLinks;
  /** Absent when the service was started without an S3 endpoint. */
  readonly s3: S3Code | undefined;
  readonly logs: LogStore;
  /** What functions have just logged and the store has not. */
  readonly logBuffer: LogBuffer;
  readonly logReader: LogReader;
  readonly subscriptionFilters: LogFilterStore<SubscriptionRecord>;
  readonly metricFilters: LogFilterStore<MetricFilterRecord>;
  readonly queries: QueryRunner;
  readonly queryDefinitions: ResourceStore<QueryDefinitionRecord>;
  /** Some group keeps events for less time now. */
  readonly retentionChanged: () => void;
  readonly invoker: Invoker;
  readonly clock: Clock;
  /** How long a creation or an update stays visible as `Pending` or `InProgress`. */
  readonly transitionMs: number;
  readonly newRevisionId: () => string;
  /** Packages may have lost their last function. */
  readonly codeChanged: () => void;
}

/** One request. */
export interface ActionContext {
  readonly parts: ServiceParts;
  readonly requestId: string;
  /** Region of the signature: a namespace of its own. */
  readonly region: string;
  /** `http://127.0.0.1:PORT` as the caller addressed it. */
  readonly endpoint: string;
  /** `X-Amzn-Trace-Id` of the request. */
  readonly traceHeader: string | undefined;
  /** `Lambda-Workbench-Environment` of the request, which AWS does not know. */
  readonly environmentHeader: string | undefined;
  /** Headers that the operation's schema does not know. */
  readonly responseHeaders: Record<string, string>;
  /** Aborts when the caller has gone or the service closes. */
  readonly closed: AbortSignal;
}

/** One API operation. Throws `LambdaServiceError` for everything that AWS would answer with an error. */
export type Action<Input, Output extends object> = (
  input: Input,
  context: ActionContext,
) => Answer<Output> | Promise<Answer<Output>>;

/** An operation's output without what the SDK's client adds. */
export type Answer<Output extends object> = Omit<Output, '$metadata'>;
