/** The local Lambda service as an object: starts on a data folder, answers on one port, closes in order. */

import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FunctionScalingConfig, RecursiveLoop } from '@aws-sdk/client-lambda';
import { type Clock, systemClock } from '../base/clock.ts';
import { DisposableStore } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import { ApiHandler } from './control/apiHandler.ts';
import { CodeLinks } from './control/codeLinks.ts';
import type { ServiceParts } from './control/context.ts';
import { FunctionUrlHandler } from './control/functionUrl/functionUrlHandler.ts';
import { LogDelivery } from './control/logDelivery.ts';
import { enqueueOwn } from './control/ownInvocation.ts';
import { provision } from './control/provisionedConcurrency.ts';
import { S3Code } from './control/s3Code.ts';
import { ControlServer } from './control/server.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { type DeliveryEndpoints, Senders } from './delivery/senders.ts';
import { findBubblewrap } from './environment/isolation/bubblewrap.ts';
import { Dispatcher, type DispatcherOptions } from './invoke/dispatcher.ts';
import type { Invoker } from './invoke/invocation.ts';
import type { MetricFilterRecord, SubscriptionRecord } from './logs/filterRecords.ts';
import type { QueryDefinitionRecord } from './logs/insights/queryDefinition.ts';
import { QueryRunner } from './logs/insights/queryRunner.ts';
import { LogBuffer } from './logs/logBuffer.ts';
import { LogFilterStore } from './logs/logFilterStore.ts';
import { LogReader } from './logs/logReader.ts';
import { LogStore } from './logs/logStore.ts';
import { RetentionSweeper } from './logs/retentionSweeper.ts';
import { AliasStore } from './store/aliasStore.ts';
import { SqliteAsyncQueue } from './store/asyncQueue.ts';
import type { CapacityProviderRecord } from './store/capacityProviderRecord.ts';
import type { CodeSigningRecord } from './store/codeSigningRecord.ts';
import { CodeStore } from './store/codeStore.ts';
import { loadCredentials, type ServiceCredentials } from './store/credentials.ts';
import { openDatabase } from './store/database.ts';
import { DeliveryOutbox } from './store/deliveryOutbox.ts';
import type { EventInvokeRecord } from './store/eventInvokeRecord.ts';
import type { EventSourceMappingRecord } from './store/eventSourceMappingRecord.ts';
import { FunctionSettings } from './store/functionSettings.ts';
import { FunctionStore } from './store/functionStore.ts';
import type { FunctionUrlRecord } from './store/functionUrlRecord.ts';
import { LayerStore } from './store/layerStore.ts';
import { PackageGuard } from './store/packageGuard.ts';
import { PackageSweeper } from './store/packageSweeper.ts';
import type { PolicyRecord } from './store/policyRecord.ts';
import type { ProvisionedConcurrencyRecord } from './store/provisionedConcurrencyRecord.ts';
import { ReservedConcurrency } from './store/reservedConcurrency.ts';
import { ResourceStore } from './store/resourceStore.ts';
import type { RuntimeManagementRecord } from './store/runtimeManagementRecord.ts';
import { SignatureVerifier } from './wire/signature.ts';

export interface LocalServiceOptions {
  /** Everything that lasts; created when it is missing. One service at a time owns it. */
  readonly dataFolder: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Twelve digits; `000000000000` when not given. */
  readonly accountId?: string;
  /** In place of the pair that is generated and kept in the data folder. */
  readonly credentials?: ServiceCredentials;
  /** Where the runtimes' bootstrap scripts lie. */
  readonly bootstrapFolder: string;
  /** Searched for interpreters; nothing else of it is used. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How many processes may wait, started ahead, for functions to come; none by default. */
  readonly spares?: number;
  /** `bwrap` runs functions in namespaces of their own (Linux, bubblewrap); `none` by default. */
  readonly isolation?: 'none' | 'bwrap';
  /** Whether functions get of a busy processor what their memory size says. */
  readonly sharesCpu?: boolean;
  /** How long a creation or an update stays visible. By default the next request already sees it ended. */
  readonly transitionMs?: number;
  /** Where packages that a request names by bucket and key are fetched, `http://[KEY:SECRET@]host:port`. */
  readonly s3Endpoint?: string | undefined;
  /** Where dead-letter queues and destinations are reached. */
  readonly deliveryEndpoints?: DeliveryEndpoints;
  readonly clock?: Clock;
  readonly log?: Log;
  /** In place of the real dispatcher, for tests. */
  readonly createInvoker?: (options: DispatcherOptions) => Invoker;
}

/** How long requests and functions that run may take to finish when the service closes. */
const closeDeadlineMs = 3000;

export class LocalService {
  readonly endpoint: string;
  readonly accountId: string;
  readonly credentials: ServiceCredentials;
  readonly #running: Running;
  #closing: Promise<void> | undefined;

  private constructor(running: Running, accountId: string, credentials: ServiceCredentials) {
    this.#running = running;
    this.endpoint = running.server.endpoint;
    this.accountId = accountId;
    this.credentials = credentials;
  }

  /** Rejects with `HumanError` for what a person can put right: a port or a data folder in use, an old Node. */
  static async start(options: LocalServiceOptions): Promise<LocalService> {
    const { dataFolder, clock = systemClock, accountId = '000000000000' } = options;
    mkdirSync(dataFolder, { recursive: true });
    // Code, payloads and logs are nobody else's business, also in a folder that was there before.
    chmodSync(dataFolder, 0o700);
    const database = openDatabase(dataFolder);
    try {
      const credentials = options.credentials ?? loadCredentials(dataFolder);
      const running = await run({ ...options, clock, accountId, credentials }, database);
      return new LocalService(running, accountId, credentials);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Ends open streams, lets requests finish for a while, ends every function process. May be called again. */
  close(): Promise<void> {
    this.#closing ??= close(this.#running);
    return this.#closing;
  }
}

interface Running {
  readonly database: DatabaseSync;
  readonly server: ControlServer;
  readonly invoker: Invoker;
  readonly code: CodeStore;
  readonly owned: DisposableStore;
  readonly closing: AbortController;
}

type ResolvedOptions = LocalServiceOptions & Required<Pick<LocalServiceOptions, 'clock' | 'accountId' | 'credentials'>>;

/** Builds the object graph, from what lasts to what listens. */
async function run(options: ResolvedOptions, database: DatabaseSync): Promise<Running> {
  const { dataFolder, clock, accountId, credentials, log = silentLog } = options;
  const bubblewrap =
    options.isolation === 'bwrap' ? await findBubblewrap(options.environment['PATH'], clock) : undefined;
  const owned = new DisposableStore();
  const functions = new FunctionStore(database, clock);
  const layers = new LayerStore(database);
  const concurrency = new ReservedConcurrency(database);
  const eventInvokes = new FunctionSettings<EventInvokeRecord>(database, 'event-invoke');
  const logs = owned.add(new LogStore(database, clock));
  const logBuffer = owned.add(new LogBuffer(logs, clock, log));
  const retention = owned.add(new RetentionSweeper(logs, clock));
  const logReader = new LogReader(database);
  const recursion = new FunctionSettings<RecursiveLoop>(database, 'recursion');
  const outbox = new DeliveryOutbox(database);
  const code = await CodeStore.open(dataFolder);
  const guard = owned.add(new PackageGuard(code, clock, log));
  const sweeper = owned.add(new PackageSweeper(code, [functions, layers], clock, log));
  const createInvoker = options.createInvoker ?? ((dispatcherOptions) => new Dispatcher(dispatcherOptions));
  const invoker = createInvoker({
    accountId,
    credentials,
    openPackage: (packageId) => guard.openPackage(packageId),
    openLayers: (packageIds) => guard.openLayers(packageIds),
    logs: logBuffer,
    queue: new SqliteAsyncQueue(database, outbox),
    resolveVersion: (id, version) => functions.serving(id, version),
    reservedConcurrency: (id) => concurrency.get(id),
    totalReservedConcurrency: (region) => concurrency.total(region),
    eventInvoke: (id, qualifier) => eventInvokes.get(id, qualifier),
    mayRecurse: (id) => recursion.get(id) === 'Allow',
    workFolder: path.join(dataFolder, 'work'),
    compiledFolder: code.compiledFolder,
    bootstrapFolder: options.bootstrapFolder,
    spares: options.spares ?? 0,
    processes: { bubblewrap, sharesCpu: options.sharesCpu },
    environment: options.environment,
    clock,
    log,
  });
  const parts: ServiceParts = {
    accountId,
    functions,
    aliases: new AliasStore(database),
    layers,
    concurrency,
    eventInvokes,
    policies: new FunctionSettings<PolicyRecord>(database, 'policy'),
    functionUrls: new FunctionSettings<FunctionUrlRecord>(database, 'url'),
    provisioned: new FunctionSettings<ProvisionedConcurrencyRecord>(database, 'provisioned-concurrency'),
    recursion,
    runtimeManagement: new FunctionSettings<RuntimeManagementRecord>(database, 'runtime-management'),
    mappings: new ResourceStore<EventSourceMappingRecord>(database, 'event-source-mapping'),
    codeSigning: new ResourceStore<CodeSigningRecord>(database, 'code-signing-config'),
    functionCodeSigning: new FunctionSettings<string>(database, 'code-signing'),
    capacityProviders: new ResourceStore<CapacityProviderRecord>(database, 'capacity-provider'),
    scalingConfigs: new FunctionSettings<FunctionScalingConfig>(database, 'scaling'),
    code,
    codeLinks: new CodeLinks(credentials.secretAccessKey, clock),
    s3: options.s3Endpoint === undefined ? undefined : new S3Code(options.s3Endpoint, credentials, clock),
    logs,
    logBuffer,
    logReader,
    queries: owned.add(new QueryRunner(logReader, clock)),
    queryDefinitions: new ResourceStore<QueryDefinitionRecord>(database, 'query-definition'),
    subscriptionFilters: new LogFilterStore<SubscriptionRecord>(database, 'subscription'),
    metricFilters: new LogFilterStore<MetricFilterRecord>(database, 'metric'),
    retentionChanged: () => retention.sweep(),
    invoker,
    clock,
    transitionMs: options.transitionMs ?? 0,
    newRevisionId: randomUUID,
    codeChanged: () => sweeper.soon(),
  };
  owned.add(new LogDelivery(parts, log));
  const senders = new Senders({
    clock,
    endpoints: options.deliveryEndpoints ?? {},
    credentials,
    invokeFunction: (functionArn, region, { body, traceId }) =>
      enqueueOwn({ functionArn, region, payload: body, traceHeader: traceId }, parts),
  });
  const closing = new AbortController();
  const verifier = new SignatureVerifier(credentials);
  const handler = new ApiHandler({ parts, verifier, log, closing: closing.signal });
  const urls = new FunctionUrlHandler({ parts, verifier, log, closing: closing.signal });
  const handle = (...exchange: Parameters<ApiHandler['handle']>) =>
    void (FunctionUrlHandler.covers(exchange[0]) ? urls : handler).handle(...exchange);
  try {
    const server = await ControlServer.listen({ port: options.port ?? 0, clock, handle });
    invoker.resume();
    owned.add(
      new Deliveries({
        outbox,
        senders,
        logs: logBuffer,
        logGroupName: (id) => functions.serving(id, '$LATEST')?.configuration.LoggingConfig?.LogGroup,
        clock,
        log,
      }),
    );
    for (const id of parts.provisioned.functions()) provision(id, parts);
    sweeper.now();
    retention.sweep();
    return { database, server, invoker, code, owned, closing };
  } catch (error) {
    await invoker.close();
    owned.dispose();
    throw error;
  }
}

async function close({ database, server, invoker, code, owned, closing }: Running): Promise<void> {
  closing.abort();
  try {
    await server.close(closeDeadlineMs);
    await invoker.close();
  } finally {
    owned.dispose();
    await code.close();
    database.close();
  }
}
