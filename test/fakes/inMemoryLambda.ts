/** Lambda without a network: functions in a map, pages, states that settle after some questions, errors on demand. */

import { createHash } from 'node:crypto';
import type {
  AliasConfiguration,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  FunctionUrlConfig,
  InvokeCommandOutput,
  InvokeWithResponseStreamCommandOutput,
  LayerVersionsListItem,
} from '@aws-sdk/client-lambda';
import { Deferred } from '../../src/base/deferred.ts';
import type { Call, CallOptions, LambdaApi } from '../../src/lambda/api.ts';
import { layerArn } from '../../src/lambda/layers.ts';
import { functionArn } from '../../src/lambda/names.ts';
import { LambdaServiceError } from '../../src/lambda/serviceError.ts';

export type LambdaOperation = Exclude<keyof LambdaApi, 'canStartFresh'>;

export interface RecordedCall {
  readonly operation: LambdaOperation;
  readonly input: object;
  readonly options: CallOptions | undefined;
}

interface Stored {
  configuration: FunctionConfiguration;
  /** How many more questions are answered with "in progress". */
  unsettledFor: number;
}

const $metadata = { requestId: 'request-1' };

export class InMemoryLambda implements LambdaApi {
  readonly region: string;
  readonly accountId: string;
  readonly calls: RecordedCall[] = [];
  readonly aliases = new Map<string, AliasConfiguration[]>();
  readonly versions = new Map<string, FunctionConfiguration[]>();
  readonly eventSourceMappings = new Map<string, EventSourceMappingConfiguration[]>();
  /** Resource policies, as JSON text. */
  readonly policies = new Map<string, string>();
  readonly urls = new Map<string, readonly FunctionUrlConfig[]>();
  /** By the layer's ARN. */
  readonly layerVersions = new Map<string, readonly LayerVersionsListItem[]>();
  readonly tags = new Map<string, Record<string, string>>();
  /** Newest version of each layer that was published. */
  readonly newestLayers = new Map<string, number>();
  pageSize = 50;
  /** How many questions after an update are answered with "in progress", and how it ends. */
  unsettledFor = 0;
  endsAs: 'Successful' | 'Failed' = 'Successful';
  onInvoke: (input: object) => Partial<InvokeCommandOutput> = () => ({ StatusCode: 200 });
  onInvokeWithResponseStream: (input: object) => Partial<InvokeWithResponseStreamCommandOutput> = () => ({
    StatusCode: 200,
  });
  canStartFresh = false;
  readonly #functions = new Map<string, Stored>();
  readonly #failures = new Map<LambdaOperation, unknown[]>();
  readonly #lostAnswers = new Map<LambdaOperation, unknown>();
  readonly #gates = new Map<LambdaOperation, Deferred<void>>();
  #revision = 0;

  constructor(region = 'us-east-1', accountId = '000000000000') {
    this.region = region;
    this.accountId = accountId;
  }

  /** Puts a function there, as if it had been created long ago. */
  put(configuration: FunctionConfiguration): void {
    const name = configuration.FunctionName ?? '';
    const full: FunctionConfiguration = {
      FunctionArn: functionArn(this.region, this.accountId, name),
      PackageType: 'Zip',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 3,
      MemorySize: 128,
      RevisionId: this.#nextRevision(),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      ...configuration,
    };
    this.#functions.set(name, { configuration: full, unsettledFor: 0 });
  }

  get(name: string): FunctionConfiguration | undefined {
    return this.#functions.get(name)?.configuration;
  }

  remove(name: string): void {
    this.#functions.delete(name);
  }

  /** The next call of the operation rejects with the error; several add up. */
  failNext(operation: LambdaOperation, error: unknown): void {
    this.#failures.set(operation, [...(this.#failures.get(operation) ?? []), error]);
  }

  /** The next call of the operation is done, and rejects as if its answer had been lost. */
  loseNextAnswer(operation: LambdaOperation, error: unknown): void {
    this.#lostAnswers.set(operation, error);
  }

  /** Calls of the operation wait until the returned deferred is resolved, or until they are aborted. */
  hold(operation: LambdaOperation): Deferred<void> {
    const gate = new Deferred<void>();
    this.#gates.set(operation, gate);
    return gate;
  }

  callsOf(operation: LambdaOperation): readonly RecordedCall[] {
    return this.calls.filter((call) => call.operation === operation);
  }

  readonly listFunctions: LambdaApi['listFunctions'] = this.#call('listFunctions', (input) => {
    const all = [...this.#functions.values()].map((stored) => stored.configuration);
    const start = Number(input.Marker ?? 0);
    const end = start + Math.min(this.pageSize, input.MaxItems ?? this.pageSize);
    return { Functions: all.slice(start, end), ...(end < all.length ? { NextMarker: String(end) } : {}) };
  });

  readonly getFunction: LambdaApi['getFunction'] = this.#call('getFunction', (input) => ({
    Configuration: this.#ask(input.FunctionName),
  }));

  readonly getFunctionConfiguration: LambdaApi['getFunctionConfiguration'] = this.#call(
    'getFunctionConfiguration',
    (input) => this.#ask(input.FunctionName),
  );

  readonly createFunction: LambdaApi['createFunction'] = this.#call('createFunction', (input) => {
    const name = input.FunctionName ?? '';
    if (this.#functions.has(name)) {
      throw new LambdaServiceError('ResourceConflictException', 409, `Function already exist: ${name}`);
    }
    this.put({
      FunctionName: name,
      ...(input.Runtime ? { Runtime: input.Runtime } : {}),
      ...(input.Handler ? { Handler: input.Handler } : {}),
      ...(input.Timeout ? { Timeout: input.Timeout } : {}),
      ...(input.Environment ? { Environment: input.Environment } : {}),
      ...this.#code(input.Code?.ZipFile),
    });
    return this.#unsettle(name, 'State', 'Pending');
  });

  readonly updateFunctionCode: LambdaApi['updateFunctionCode'] = this.#call('updateFunctionCode', (input) => {
    const stored = this.#stored(input.FunctionName);
    this.#demandRevision(stored, input.RevisionId);
    stored.configuration = {
      ...stored.configuration,
      ...this.#code(input.ZipFile),
      RevisionId: this.#nextRevision(),
    };
    return this.#unsettle(input.FunctionName ?? '', 'LastUpdateStatus', 'InProgress');
  });

  readonly updateFunctionConfiguration: LambdaApi['updateFunctionConfiguration'] = this.#call(
    'updateFunctionConfiguration',
    ({ FunctionName, RevisionId, Layers, ...changes }) => {
      const stored = this.#stored(FunctionName);
      this.#demandRevision(stored, RevisionId);
      stored.configuration = {
        ...stored.configuration,
        ...(changes as FunctionConfiguration),
        ...(Layers ? { Layers: Layers.map((Arn) => ({ Arn })) } : {}),
        RevisionId: this.#nextRevision(),
      };
      return this.#unsettle(FunctionName ?? '', 'LastUpdateStatus', 'InProgress');
    },
  );

  readonly deleteFunction: LambdaApi['deleteFunction'] = this.#call('deleteFunction', (input) => {
    this.#stored(input.FunctionName);
    const name = input.FunctionName ?? '';
    const versions = this.versions.get(name) ?? [];
    if (input.Qualifier === undefined) this.#functions.delete(name);
    else
      this.versions.set(
        name,
        versions.filter(({ Version }) => Version !== input.Qualifier),
      );
    return {};
  });

  readonly invoke: LambdaApi['invoke'] = this.#call('invoke', (input) => this.onInvoke(input));

  readonly invokeWithResponseStream: LambdaApi['invokeWithResponseStream'] = this.#call(
    'invokeWithResponseStream',
    (input) => this.onInvokeWithResponseStream(input),
  );

  readonly getAccountSettings: LambdaApi['getAccountSettings'] = this.#call('getAccountSettings', () => ({}));

  readonly listVersionsByFunction: LambdaApi['listVersionsByFunction'] = this.#call('listVersionsByFunction', (input) =>
    this.#page(this.versions.get(input.FunctionName ?? '') ?? [], input.Marker, 'Versions'),
  );

  readonly listAliases: LambdaApi['listAliases'] = this.#call('listAliases', (input) =>
    this.#page(this.aliases.get(input.FunctionName ?? '') ?? [], input.Marker, 'Aliases'),
  );

  readonly publishLayerVersion: LambdaApi['publishLayerVersion'] = this.#call('publishLayerVersion', (input) => {
    const name = input.LayerName ?? '';
    const Version = (this.newestLayers.get(name) ?? 0) + 1;
    this.newestLayers.set(name, Version);
    return { Version, LayerVersionArn: layerArn(this.region, this.accountId, name, Version) };
  });

  readonly publishVersion: LambdaApi['publishVersion'] = this.#call('publishVersion', (input) => {
    const stored = this.#stored(input.FunctionName);
    this.#demandRevision(stored, input.RevisionId);
    const name = input.FunctionName ?? '';
    const before = this.versions.get(name) ?? [];
    const same = before.find(({ CodeSha256 }) => CodeSha256 === stored.configuration.CodeSha256);
    if (same !== undefined) return same;
    const version = {
      ...stored.configuration,
      Version: String(before.length + 1),
      Description: input.Description ?? '',
    };
    this.versions.set(name, [...before, version]);
    return version;
  });

  readonly createAlias: LambdaApi['createAlias'] = this.#call('createAlias', ({ FunctionName = '', ...alias }) => {
    const made = { ...alias, RevisionId: this.#nextRevision() };
    this.aliases.set(FunctionName, [...(this.aliases.get(FunctionName) ?? []), made]);
    return made;
  });

  readonly updateAlias: LambdaApi['updateAlias'] = this.#call('updateAlias', ({ FunctionName = '', ...alias }) => {
    this.#demandAliasRevision(FunctionName, alias);
    const others = (this.aliases.get(FunctionName) ?? []).filter(({ Name }) => Name !== alias.Name);
    const moved = { ...alias, RevisionId: this.#nextRevision() };
    this.aliases.set(FunctionName, [...others, moved]);
    return moved;
  });

  readonly deleteAlias: LambdaApi['deleteAlias'] = this.#call('deleteAlias', ({ FunctionName = '', Name }) => {
    const left = (this.aliases.get(FunctionName) ?? []).filter((alias) => alias.Name !== Name);
    this.aliases.set(FunctionName, left);
    return {};
  });

  readonly getPolicy: LambdaApi['getPolicy'] = this.#call('getPolicy', ({ FunctionName = '' }) => {
    const Policy = this.policies.get(FunctionName);
    if (Policy !== undefined) return { Policy };
    throw new LambdaServiceError('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
  });

  readonly listEventSourceMappings: LambdaApi['listEventSourceMappings'] = this.#call(
    'listEventSourceMappings',
    ({ FunctionName = '', Marker }) =>
      this.#page(this.eventSourceMappings.get(FunctionName) ?? [], Marker, 'EventSourceMappings'),
  );

  readonly listFunctionUrlConfigs: LambdaApi['listFunctionUrlConfigs'] = this.#call(
    'listFunctionUrlConfigs',
    ({ FunctionName = '' }) => ({ FunctionUrlConfigs: [...(this.urls.get(FunctionName) ?? [])] }),
  );

  readonly listLayerVersions: LambdaApi['listLayerVersions'] = this.#call(
    'listLayerVersions',
    ({ LayerName = '' }) => ({
      LayerVersions: [...(this.layerVersions.get(LayerName) ?? [])],
    }),
  );

  readonly listTags: LambdaApi['listTags'] = this.#call('listTags', (input) => ({
    Tags: this.tags.get(input.Resource ?? '') ?? {},
  }));

  #call<Input extends object, Output extends object>(
    operation: LambdaOperation,
    answer: (input: Input) => Output,
  ): Call<Input, Output & { $metadata: object }> {
    return async (input, options) => {
      this.calls.push({ operation, input, options });
      options?.signal?.throwIfAborted();
      const gate = this.#gates.get(operation);
      if (gate) await Promise.race([gate.promise, aborted(options?.signal)]);
      const failure = this.#failures.get(operation)?.shift();
      if (failure !== undefined) throw failure;
      const output = answer(input);
      const lost = this.#lostAnswers.get(operation);
      this.#lostAnswers.delete(operation);
      if (lost !== undefined) throw lost;
      return { $metadata, ...output };
    };
  }

  #page<Item>(items: readonly Item[], marker: string | undefined, member: string): object {
    const start = Number(marker ?? 0);
    const end = start + this.pageSize;
    return { [member]: items.slice(start, end), ...(end < items.length ? { NextMarker: String(end) } : {}) };
  }

  #ask(name: string | undefined): FunctionConfiguration {
    const stored = this.#stored(name);
    if (stored.unsettledFor === 0) return stored.configuration;
    stored.unsettledFor -= 1;
    if (stored.unsettledFor === 0) this.#settle(stored);
    return stored.configuration;
  }

  #demandRevision(stored: Stored, revisionId: string | undefined): void {
    if (revisionId === undefined || revisionId === stored.configuration.RevisionId) return;
    throw new LambdaServiceError(
      'PreconditionFailedException',
      412,
      'The Revision Id provided does not match the latest Revision Id.',
    );
  }

  #demandAliasRevision(
    functionName: string,
    alias: { readonly Name?: string | undefined; readonly RevisionId?: string | undefined },
  ): void {
    const present = this.aliases.get(functionName)?.find(({ Name }) => Name === alias.Name);
    if (alias.RevisionId === undefined || present === undefined || alias.RevisionId === present.RevisionId) return;
    throw new LambdaServiceError(
      'PreconditionFailedException',
      412,
      'The Revision Id provided does not match the latest Revision Id.',
    );
  }

  #settle(stored: Stored): void {
    const isFailed = this.endsAs === 'Failed';
    const isNew = stored.configuration.State === 'Pending';
    stored.configuration = {
      ...stored.configuration,
      State: isNew && isFailed ? 'Failed' : 'Active',
      LastUpdateStatus: this.endsAs,
      ...(isFailed ? { StateReason: 'It broke.', LastUpdateStatusReason: 'It broke.' } : {}),
    };
  }

  #unsettle(name: string, member: 'State' | 'LastUpdateStatus', value: 'Pending' | 'InProgress') {
    const stored = this.#stored(name);
    if (this.unsettledFor > 0) {
      stored.unsettledFor = this.unsettledFor;
      stored.configuration = { ...stored.configuration, [member]: value };
    }
    return stored.configuration;
  }

  #stored(name: string | undefined): Stored {
    const stored = this.#functions.get(name ?? '');
    if (stored) return stored;
    const arn = functionArn(this.region, this.accountId, name ?? '');
    throw new LambdaServiceError('ResourceNotFoundException', 404, `Function not found: ${arn}`, { fault: 'User' });
  }

  #code(zip: Uint8Array | undefined): FunctionConfiguration {
    const bytes = zip ?? new Uint8Array();
    return { CodeSha256: createHash('sha256').update(bytes).digest('base64'), CodeSize: bytes.byteLength };
  }

  #nextRevision(): string {
    this.#revision += 1;
    return `revision-${this.#revision}`;
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
