/** Functions with the recording extension of test/fixtures/extensions, and what it wrote down. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { functionInput, type TestService } from './localService.ts';
import { allGone } from './processes.ts';
import { TemporaryFolders } from './temporaryFolder.ts';
import { executableFile, type RawEntry, rawZip, zipOf } from './zip.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/extensions');

export interface Recorded {
  readonly what: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the extension was told
  readonly content: any;
}

export class ExtensionFunctions {
  readonly #test: TestService;
  readonly #folders = new TemporaryFolders();
  readonly #records = this.#folders.create();

  constructor(test: TestService) {
    this.#test = test;
  }

  /** The recorder as an executable of this Node.js. */
  static recorder(): string {
    return `#!${process.execPath}\n${readFileSync(path.join(fixtures, 'recorder.cjs'), 'utf8')}`;
  }

  /** An extension of test/fixtures/extensions as it is. */
  static fixture(name: string): string {
    return readFileSync(path.join(fixtures, name), 'utf8');
  }

  /** Publishes files, executable ones unless they say otherwise. */
  async layer(LayerName: string, files: readonly RawEntry[]): Promise<string> {
    const Content = { ZipFile: rawZip(files.map((file) => ({ mode: executableFile, ...file }))) };
    const published = await this.#test.lambda.send(new PublishLayerVersionCommand({ LayerName, Content }));
    return published.LayerVersionArn ?? '';
  }

  /** A function with `script` as its only extension. */
  async create(
    name: string,
    variables: Record<string, string>,
    changes: Partial<CreateFunctionCommandInput> = {},
    source = 'exports.handler = async (event) => { console.log("handling"); return event; };',
    script: RawEntry = { name: 'extensions/recorder', content: ExtensionFunctions.recorder() },
  ): Promise<void> {
    const Layers = [await this.layer(name, [script])];
    const Environment = { Variables: { EXTENSION_RECORD: this.recordOf(name), ...variables } };
    const Code = { ZipFile: zipOf({ 'index.js': source }) };
    const input = functionInput(name, { Code, Layers, Environment, Timeout: 20, ...changes });
    await this.#test.lambda.send(new CreateFunctionCommand(input));
  }

  async invoke(FunctionName: string, event: unknown = {}) {
    const Payload = JSON.stringify(event);
    const answer = await this.#test.lambda.send(new InvokeCommand({ FunctionName, Payload, LogType: 'Tail' }));
    return {
      payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()),
      error: answer.FunctionError,
      tail: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    };
  }

  /** Its environments end: extensions are told, and the next invocation finds new ones. */
  async change(FunctionName: string): Promise<void> {
    await this.#test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256 }));
  }

  /** Resolves when the processes of the function's extensions that are known by now are gone. */
  ended(name: string): Promise<void> {
    return allGone(this.recorded(name, 'pid').map(({ content }) => content));
  }

  async logLines(name: string): Promise<readonly string[]> {
    const logGroupName = `/aws/lambda/${name}`;
    const { events = [] } = await this.#test.logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message);
  }

  /** What the extension wrote down of one kind, in order. */
  recorded(name: string, what: string): readonly Recorded[] {
    if (!existsSync(this.recordOf(name))) return [];
    const lines = readFileSync(this.recordOf(name), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Recorded).filter((one) => one.what === what);
  }

  recordOf(name: string): string {
    return path.join(this.#records, `${name}.jsonl`);
  }

  remove(): void {
    this.#folders.remove();
  }
}
