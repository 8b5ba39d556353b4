/** From a folder to running code: build, package, compare, upload, wait. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { parseFunctionReference } from '../../lambda/names.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { toHumanError } from '../awsErrors.ts';
import { type DeploymentPackage, deploymentPackage } from '../build/deploymentPackage.ts';
import { buildFunction } from '../build/functionBuild.ts';
import type { FunctionFile } from '../build/functionFiles.ts';
import type { Connection, Target } from '../target.ts';
import type { ToolRunner } from '../toolRunner.ts';
import { changedMeanwhile, imageFunction, missingFunction, unknownAccount, wrongAccount } from './redeployErrors.ts';
import { linkTargetId, type RedeployLink } from './redeployLink.ts';
import type { SourceMapStore } from './sourceMapStore.ts';
import { untilAtWork, untilSettled } from './updateWait.ts';

export type RedeployStage = 'build' | 'package' | 'compare' | 'upload' | 'wait';

export interface StageTiming {
  readonly stage: RedeployStage;
  readonly durationMs: number;
}

export type RedeployOutcome =
  | {
      readonly kind: 'updated' | 'created';
      readonly configuration: FunctionConfiguration;
      readonly steps: readonly StageTiming[];
      readonly packageBytes: number;
    }
  | { readonly kind: 'unchanged'; readonly codeSha256: string; readonly steps: readonly StageTiming[] };

/** What a function needs to be created; an existing function keeps its own configuration. */
export interface NewFunction {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly timeoutS?: number;
  readonly memorySizeMB?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RedeployOptions {
  readonly toolRunner: ToolRunner;
  /** Path of the esbuild binary inside the extension, where one was shipped. */
  readonly shippedEsbuild: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps the source maps of what is deployed, where somebody will ask for them. */
  readonly sourceMaps?: Pick<SourceMapStore, 'keep'>;
}

/** 50 MB over a slow line. */
const uploadTimeoutMs = 15 * 60_000;

export class Redeploy {
  readonly #options: RedeployOptions;

  constructor(options: RedeployOptions) {
    this.#options = options;
  }

  /**
   * Redeploys the linked folder. `create` allows a function that is not there to be created.
   * Rejects with `HumanError`, or with the signal's reason when cancelled. Once the upload was sent, cancelling only ends
   * the wait: Lambda finishes what it accepted.
   */
  async run(
    target: Target,
    workspaceFolder: string,
    link: RedeployLink,
    create: NewFunction | undefined,
    onStage: (stage: RedeployStage) => void,
    signal: AbortSignal,
  ): Promise<RedeployOutcome> {
    if (linkTargetId(link.target) !== target.id) throw new Error(`The link is not of target ${target.id}`);
    const outputFolder = await mkdtemp(join(tmpdir(), 'lambda-workbench-'));
    try {
      const connection = await target.connect(signal);
      const run = new RedeployRun(this.#options, target, connection, link, create, onStage, signal);
      return await run.run(resolve(workspaceFolder, link.folder), outputFolder);
    } catch (error) {
      signal.throwIfAborted();
      throw toHumanError(error, { action: `Redeploy ${link.functionName}`, targetLabel: target.label });
    } finally {
      await rm(outputFolder, { recursive: true, force: true });
    }
  }

  /** The files that a redeploy of the link would package now; what has to be built is built into `outputFolder`. Rejects as `run` does. */
  async files(
    target: Target,
    workspaceFolder: string,
    link: RedeployLink,
    outputFolder: string,
    signal: AbortSignal,
  ): Promise<readonly FunctionFile[]> {
    try {
      const connection = await target.connect(signal);
      const run = new RedeployRun(this.#options, target, connection, link, undefined, () => {}, signal);
      return await run.files(resolve(workspaceFolder, link.folder), outputFolder);
    } catch (error) {
      signal.throwIfAborted();
      throw toHumanError(error, { action: `Build ${link.functionName}`, targetLabel: target.label });
    }
  }
}

/** One redeploy from beginning to end. */
class RedeployRun {
  readonly #options: RedeployOptions;
  readonly #target: Target;
  readonly #connection: Connection;
  readonly #link: RedeployLink;
  readonly #create: NewFunction | undefined;
  readonly #onStage: (stage: RedeployStage) => void;
  readonly #signal: AbortSignal;
  readonly #steps: StageTiming[] = [];

  constructor(
    options: RedeployOptions,
    target: Target,
    connection: Connection,
    link: RedeployLink,
    create: NewFunction | undefined,
    onStage: (stage: RedeployStage) => void,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#target = target;
    this.#connection = connection;
    this.#link = link;
    this.#create = create;
    this.#onStage = onStage;
    this.#signal = signal;
  }

  async run(folder: string, outputFolder: string): Promise<RedeployOutcome> {
    const known = await this.#deployed();
    await this.#checkAccount(known);
    const files = await this.#stage('build', () => this.#build(folder, outputFolder, known));
    const built = await this.#stage('package', () => deploymentPackage(files, this.#signal));
    await this.#keepMaps(built.codeSha256, files);
    const deployed = await this.#stage('compare', () => this.#deployedAndSettled());
    if (deployed?.CodeSha256 === built.codeSha256) {
      return { kind: 'unchanged', codeSha256: built.codeSha256, steps: this.#steps };
    }
    const sent = await this.#stage('upload', () =>
      deployed ? this.#update(deployed, built) : this.#createFunction(built),
    );
    const configuration = await this.#stage('wait', () =>
      untilAtWork(this.#connection.lambda, sent, this.#options.clock, this.#signal),
    );
    return {
      kind: deployed ? 'updated' : 'created',
      configuration,
      steps: this.#steps,
      packageBytes: built.zip.byteLength,
    };
  }

  async files(folder: string, outputFolder: string): Promise<readonly FunctionFile[]> {
    return this.#build(folder, outputFolder, await this.#deployed());
  }

  /** Frames that lead to a bundle's lines are a pity, and no reason to stop. */
  async #keepMaps(codeSha256: string, files: readonly FunctionFile[]): Promise<void> {
    const { sourceMaps, log } = this.#options;
    await sourceMaps?.keep(codeSha256, files).catch((error: unknown) => log.warn('Source maps were not kept:', error));
  }

  async #stage<T>(stage: RedeployStage, work: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    this.#onStage(stage);
    const startedAt = this.#options.clock.monotonic();
    const result = await work();
    this.#signal.throwIfAborted();
    const durationMs = this.#options.clock.monotonic() - startedAt;
    this.#steps.push({ stage, durationMs });
    this.#options.log.info(`Redeploy ${this.#link.functionName}: ${stage} ${Math.round(durationMs)} ms`);
    return result;
  }

  /** The function as it is on the target; `undefined` when it is to be created. */
  async #deployed(): Promise<FunctionConfiguration | undefined> {
    const { functionName } = this.#link;
    try {
      const configuration = await this.#connection.lambda.getFunctionConfiguration(
        { FunctionName: functionName },
        { signal: this.#signal },
      );
      if (configuration.PackageType === 'Image') throw imageFunction(functionName);
      return configuration;
    } catch (error) {
      if (!(error instanceof LambdaServiceError) || error.code !== 'ResourceNotFoundException') throw error;
      if (this.#create) return undefined;
      throw missingFunction(functionName, this.#target.label);
    }
  }

  /** Read anew: its revision guards the upload, and an update under way would refuse it. */
  async #deployedAndSettled(): Promise<FunctionConfiguration | undefined> {
    const deployed = await this.#deployed();
    return deployed && untilSettled(this.#connection.lambda, deployed, this.#options.clock, this.#signal);
  }

  /** A profile that points to another account than the link was made for must not receive the code. */
  async #checkAccount(known: FunctionConfiguration | undefined): Promise<void> {
    const { functionName, target } = this.#link;
    if (target.kind === 'local' || target.accountId === undefined) return;
    const actual =
      (await this.#connection.accountId(this.#signal)) ??
      (known?.FunctionArn === undefined ? undefined : parseFunctionReference(known.FunctionArn)?.accountId);
    if (actual === undefined) throw unknownAccount(functionName, target.accountId, this.#target.label);
    if (actual !== target.accountId) throw wrongAccount(functionName, target.accountId, actual, this.#target.label);
  }

  #build(
    folder: string,
    outputFolder: string,
    known: FunctionConfiguration | undefined,
  ): Promise<readonly FunctionFile[]> {
    const { toolRunner, shippedEsbuild, log } = this.#options;
    return buildFunction(
      {
        folder,
        outputFolder,
        build: this.#link.build,
        runtime: known?.Runtime ?? this.#create?.runtime,
        handler: known?.Handler ?? this.#create?.handler,
        hasLayers: (known?.Layers?.length ?? 0) > 0,
        // Only AWS's own runtimes bring the SDK along.
        bundlesSdk: this.#target.runsHere || this.#connection.endpoint !== undefined,
        shippedEsbuild,
        onOutput: (text) => log.info(text.trimEnd()),
      },
      toolRunner,
      this.#signal,
    );
  }

  async #update(deployed: FunctionConfiguration, built: DeploymentPackage): Promise<FunctionConfiguration> {
    const { functionName } = this.#link;
    try {
      return await this.#connection.lambda.updateFunctionCode(
        {
          FunctionName: functionName,
          ZipFile: built.zip,
          ...(deployed.RevisionId === undefined ? {} : { RevisionId: deployed.RevisionId }),
        },
        { signal: this.#signal, requestTimeoutMs: uploadTimeoutMs },
      );
    } catch (error) {
      if (!(error instanceof LambdaServiceError) || error.code !== 'PreconditionFailedException') throw error;
      // A retry after a lost answer meets the revision that its own first attempt made.
      const now = await this.#deployed();
      if (now?.CodeSha256 === built.codeSha256) return now;
      throw changedMeanwhile(functionName, this.#target.label, error);
    }
  }

  #createFunction(built: DeploymentPackage): Promise<FunctionConfiguration> {
    const create = this.#create;
    if (!create) throw missingFunction(this.#link.functionName, this.#target.label);
    return this.#connection.lambda.createFunction(
      {
        FunctionName: this.#link.functionName,
        Runtime: create.runtime as NonNullable<FunctionConfiguration['Runtime']>,
        Handler: create.handler,
        Role: create.role,
        Code: { ZipFile: built.zip },
        ...(create.timeoutS === undefined ? {} : { Timeout: create.timeoutS }),
        ...(create.memorySizeMB === undefined ? {} : { MemorySize: create.memorySizeMB }),
        ...(create.environment === undefined ? {} : { Environment: { Variables: { ...create.environment } } }),
      },
      { signal: this.#signal, requestTimeoutMs: uploadTimeoutMs },
    );
  }
}
