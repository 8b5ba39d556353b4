/** A local service with one function that behaves and others that do not: whatever these do, that one must go on. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type FunctionConfiguration, InvokeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { expect } from 'vitest';
import { findMarked, isOwnMark } from '../../src/service/environment/limits/processMark.ts';
import { bootstrapFolder } from './bootstraps.ts';
import { createTestFunction, TestService, type TestServiceOptions } from './localService.ts';
import { zipOf } from './zip.ts';

const fixture = path.resolve(import.meta.dirname, '../fixtures/functions/hostile');
const files = Object.fromEntries(readdirSync(fixture).map((name) => [name, readFileSync(path.join(fixture, name))]));

export interface HostileResult {
  /** The function's answer, or the error object. */
  readonly value: unknown;
  readonly functionError: string | undefined;
  readonly log: string;
}

export class HostileService {
  readonly test: TestService;
  #settings = 0;

  private constructor(test: TestService) {
    this.test = test;
  }

  static async start(options: TestServiceOptions = {}): Promise<HostileService> {
    const test = await TestService.start({
      realFunctions: true,
      bootstrapFolder: await bootstrapFolder(),
      ...options,
    });
    await createTestFunction(test, 'neighbour', { Timeout: 30 });
    return new HostileService(test);
  }

  /** Creates a function whose handler is `file.name` of the fixtures and is called like it. */
  async create(handler: string, changes: Partial<FunctionConfiguration> = {}): Promise<void> {
    const { Timeout = 20, MemorySize = 256 } = changes;
    const Code = { ZipFile: zipOf(files) };
    const ephemeral = changes.EphemeralStorage === undefined ? {} : { EphemeralStorage: changes.EphemeralStorage };
    await createTestFunction(this.test, nameOf(handler), { Handler: handler, Code, Timeout, MemorySize, ...ephemeral });
  }

  async invoke(handler: string, event: unknown = {}): Promise<HostileResult> {
    const output = await this.test.lambda.send(
      new InvokeCommand({ FunctionName: nameOf(handler), Payload: JSON.stringify(event), LogType: 'Tail' }),
    );
    return {
      value: JSON.parse(Buffer.from(output.Payload ?? []).toString() || 'null'),
      functionError: output.FunctionError,
      log: Buffer.from(output.LogResult ?? '', 'base64').toString(),
    };
  }

  /** Creates it and invokes it once. */
  async attack(handler: string, event: unknown = {}, changes: Partial<FunctionConfiguration> = {}) {
    await this.create(handler, changes);
    return this.invoke(handler, event);
  }

  /** Ends the function's idle environments, as a redeploy does. */
  async retire(handler: string): Promise<void> {
    this.#settings += 1;
    await this.test.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: nameOf(handler), Description: String(this.#settings) }),
    );
  }

  /** Fails unless the neighbour answers, warm or cold, as often as that. */
  async neighbourAnswers(times = 3): Promise<void> {
    for (let call = 0; call < times; call += 1) {
      const event = { call };
      const { value, functionError } = await this.invoke('neighbour', event);
      expect({ value, functionError }).toEqual({ value: event, functionError: undefined });
    }
  }

  /** Ids of all processes that functions of this test's services started. */
  markedProcesses(): readonly number[] {
    return [...findMarked(isOwnMark).values()].flat();
  }

  async dispose(): Promise<void> {
    await this.test.dispose();
  }
}

function nameOf(handler: string): string {
  return handler.replace('.', '-');
}
