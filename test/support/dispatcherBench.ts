/** A real dispatcher with real processes on fixture functions, without the HTTP door. */

import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { Dispatcher, type DispatcherOptions } from '../../src/service/invoke/dispatcher.ts';
import type { Invocation } from '../../src/service/invoke/invocation.ts';
import type { FunctionVersion } from '../../src/service/store/functionVersion.ts';
import { CollectingLogWriter } from '../fakes/collectingLogWriter.ts';
import { MemoryAsyncQueue } from '../fakes/memoryAsyncQueue.ts';
import { bootstrapFolder } from './bootstraps.ts';
import { TemporaryFolders } from './temporaryFolder.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/functions');

/** What an invocation gave, as text. */
export interface BenchResult {
  readonly payload: string;
  readonly functionError: string | undefined;
  readonly tail: string;
  /** Log events of this invocation, in order. */
  readonly log: readonly string[];
}

export class DispatcherBench {
  readonly logs = new CollectingLogWriter();
  readonly dispatcher: Dispatcher;
  readonly packageFolder: string;
  readonly bootstrapFolder: string;
  readonly #folders = new TemporaryFolders();

  private constructor(bootstraps: string, options: Partial<DispatcherOptions>) {
    // The nearest package.json decides what a .js file is: the packages must not see any of ours.
    this.packageFolder = this.#folders.create({ 'package.json': '{}' });
    this.bootstrapFolder = bootstraps;
    this.dispatcher = new Dispatcher({
      accountId: '000000000000',
      credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local-secret' },
      openPackage: async (packageId) => path.join(this.packageFolder, packageId),
      logs: this.logs,
      queue: new MemoryAsyncQueue(),
      resolveVersion: () => undefined,
      workFolder: this.#folders.create(),
      bootstrapFolder: bootstraps,
      environment: process.env,
      clock: systemClock,
      log: silentLog,
      ...options,
    });
  }

  static async create(options: Partial<DispatcherOptions> = {}): Promise<DispatcherBench> {
    return new DispatcherBench(await bootstrapFolder(), options);
  }

  /** A version whose package is the fixture of that name, or the given files. */
  version(
    fixture: string,
    configuration: Partial<FunctionConfiguration>,
    files?: Readonly<Record<string, string>>,
  ): FunctionVersion {
    const packageId = files === undefined ? fixture : randomUUID();
    const folder = path.join(this.packageFolder, packageId);
    if (files === undefined) cpSync(path.join(fixtures, fixture), folder, { recursive: true });
    for (const [name, content] of Object.entries(files ?? {})) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    return {
      id: { region: 'eu-west-1', name: fixture },
      version: '$LATEST',
      packageId,
      createdAt: 0,
      configuration: {
        FunctionName: fixture,
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 10,
        MemorySize: 128,
        RevisionId: packageId,
        ...configuration,
      },
    };
  }

  invocation(version: FunctionVersion, event: unknown = {}, changes: Partial<Invocation> = {}): Invocation {
    return {
      requestId: randomUUID(),
      version,
      invokedFunctionArn: `arn:aws:lambda:${version.id.region}:000000000000:function:${version.id.name}`,
      payload: Buffer.from(JSON.stringify(event)),
      clientContext: undefined,
      traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
      logTail: true,
      ...changes,
    };
  }

  /** Invokes with the log's tail and gives everything as text. */
  async run(version: FunctionVersion, event: unknown = {}, changes: Partial<Invocation> = {}): Promise<BenchResult> {
    const before = this.logs.events.length;
    const outcome = await this.dispatcher.invoke(this.invocation(version, event, changes));
    return {
      payload: Buffer.from(outcome.payload).toString('utf8'),
      functionError: outcome.functionError,
      tail: Buffer.from(outcome.logTail ?? []).toString('utf8'),
      log: this.logs.messages.slice(before),
    };
  }

  async close(): Promise<void> {
    await this.dispatcher.close();
    this.#folders.remove();
  }
}
