/** A local service for one test file: in this process, on a free port, with clients of the real AWS SDK. */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionCommand, type CreateFunctionCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { LocalService, type LocalServiceOptions } from '../../src/service/localService.ts';
import { FakeInvoker } from '../fakes/fakeInvoker.ts';
import { zipOf } from './zip.ts';

export const testAccountId = '111122223333';
export const testRegion = 'us-east-1';
export const testRole = `arn:aws:iam::${testAccountId}:role/service-role/test`;

export interface TestServiceOptions extends Partial<LocalServiceOptions> {
  /** Functions run as processes. Otherwise a `FakeInvoker` answers for them. */
  readonly realFunctions?: boolean;
}

export interface ClientOptions {
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Where the build puts the runtimes' bootstrap scripts. */
const bootstrapFolder = fileURLToPath(new URL('../../dist/service/bootstraps', import.meta.url));

export class TestService {
  readonly service: LocalService;
  readonly dataFolder: string;
  /** What answers in place of functions; unused with `realFunctions`. */
  readonly invoker: FakeInvoker;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly #options: TestServiceOptions;
  readonly #clients: { destroy(): void }[] = [];

  private constructor(service: LocalService, dataFolder: string, invoker: FakeInvoker, options: TestServiceOptions) {
    this.service = service;
    this.dataFolder = dataFolder;
    this.invoker = invoker;
    this.#options = options;
    this.lambda = this.newLambda();
    this.logs = this.newLogs();
  }

  static async start(options: TestServiceOptions = {}): Promise<TestService> {
    const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'lambda-workbench-'));
    const invoker = new FakeInvoker();
    const service = await LocalService.start({
      accountId: testAccountId,
      bootstrapFolder,
      environment: process.env,
      ...(options.realFunctions ? {} : { createInvoker: () => invoker }),
      ...options,
      dataFolder,
    });
    return new TestService(service, dataFolder, invoker, options);
  }

  newLambda(options: ClientOptions = {}): LambdaClient {
    const client = new LambdaClient(this.clientConfig(options));
    this.#clients.push(client);
    return client;
  }

  newLogs(options: ClientOptions = {}): CloudWatchLogsClient {
    const client = new CloudWatchLogsClient({ ...this.clientConfig(options), disableHostPrefix: true });
    this.#clients.push(client);
    return client;
  }

  clientConfig({ region = testRegion, credentials = this.service.credentials }: ClientOptions = {}) {
    return { endpoint: this.service.endpoint, region, credentials, maxAttempts: 1 };
  }

  /** Ends the service as a signal would, and starts another one on the same data. */
  async restart(options: TestServiceOptions = {}): Promise<TestService> {
    await this.close();
    return TestService.start({ ...this.#options, ...options, dataFolder: this.dataFolder });
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.service.close();
  }

  async dispose(): Promise<void> {
    await this.close();
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}

export function arnOf(name: string, region = testRegion): string {
  return `arn:aws:lambda:${region}:${testAccountId}:function:${name}`;
}

/** Everything that CreateFunction needs; `changes` override. */
export function functionInput(name: string, changes: Partial<CreateFunctionCommandInput> = {}) {
  return {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: testRole,
    Code: { ZipFile: zipOf({ 'index.mjs': `export const handler = async (event) => event; // ${name}` }) },
    ...changes,
  } satisfies CreateFunctionCommandInput;
}

/** Creates a function that echoes its event. */
export function createTestFunction(
  { lambda }: Pick<TestService, 'lambda'>,
  name: string,
  changes: Partial<CreateFunctionCommandInput> = {},
) {
  return lambda.send(new CreateFunctionCommand(functionInput(name, changes)));
}

/** The error that a call is answered with, in the parts that matter; fails when there is none. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => {
      throw new Error('The call was answered without an error');
    },
    (reason: unknown) => reason as Error & { $metadata?: { httpStatusCode?: number }; Type?: string },
  );
  return {
    name: error.name,
    status: error.$metadata?.httpStatusCode,
    message: error.message,
    ...(error.Type === undefined ? {} : { type: error.Type }),
  };
}
