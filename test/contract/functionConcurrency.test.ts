/** Reserved concurrency: what is set, what it leaves to others, and that it bites. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const put = (ReservedConcurrentExecutions: number, FunctionName = 'f') =>
  test.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
const get = async (FunctionName = 'f') =>
  (await test.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;
const remove = (FunctionName = 'f') => test.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
const unreserved = async () =>
  (await test.lambda.send(new GetAccountSettingsCommand({}))).AccountLimit?.UnreservedConcurrentExecutions;

describe('reserved concurrency', () => {
  it('is set, shown and taken away', async () => {
    expect(await get()).toBeUndefined();
    expect(await put(1)).toMatchObject({ ReservedConcurrentExecutions: 1 });
    expect(await get()).toBe(1);
    const { Concurrency } = await test.lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 1 });
    expect(await unreserved()).toBe(999);
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    expect(await get()).toBeUndefined();
    expect(await unreserved()).toBe(1000);
  });

  it('leaves 100 to the other functions', async () => {
    await createTestFunction(test, 'other');
    await put(300, 'other');
    await put(600);
    expect(await refusal(put(601))).toEqual({
      name: 'InvalidParameterValueException',
      status: 400,
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    expect(await get()).toBe(600);
    await test.lambda.send(new DeleteFunctionCommand({ FunctionName: 'other' }));
    await put(900);
    await remove();
  });

  it('belongs to a function as a whole', async () => {
    expect((await refusal(put(1, `${arnOf('f')}:1`))).message).toMatch(
      /^This operation is permitted on Lambda functions only\./,
    );
    expect(await refusal(put(1, 'nope'))).toMatchObject({
      status: 404,
      message: `Function not found: ${arnOf('nope')}`,
    });
    expect(await refusal(get('nope'))).toMatchObject({ status: 404 });
    expect(await refusal(remove('nope'))).toMatchObject({ status: 404 });
    expect(await refusal(put(-1))).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  it('of 0 stops the function', async () => {
    await put(0);
    const refused = await test.lambda.send(new InvokeCommand({ FunctionName: 'f' })).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      retryAfterSeconds: '1',
      $metadata: { httpStatusCode: 429 },
    });
    await remove();
    expect((await test.lambda.send(new InvokeCommand({ FunctionName: 'f' }))).StatusCode).toBe(200);
  });

  it('refuses what exceeds it while the others run, over all versions, and takes one call after the other', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lambda-workbench-concurrency-'));
    try {
      const source = `import { existsSync, writeFileSync } from 'node:fs';
        export const handler = async ({ started, go }) => {
          if (started) writeFileSync(started, '');
          while (go && !existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 5));
          return 'done';
        };`;
      const Code = { ZipFile: zipOf({ 'index.mjs': source }) };
      await createTestFunction(test, 'busy', { Code, Publish: true, Timeout: 60 });
      await put(1, 'busy');
      const [started, go] = [path.join(folder, 'started'), path.join(folder, 'go')];
      const invoke = (Qualifier: string, event: object = {}) =>
        test.lambda.send(
          new InvokeCommand({ FunctionName: 'busy', Qualifier, Payload: Buffer.from(JSON.stringify(event)) }),
        );
      const running = invoke('$LATEST', { started, go });
      while (!existsSync(started)) await new Promise((resolve) => setImmediate(resolve));
      for (const qualifier of ['$LATEST', '1']) {
        expect(await refusal(invoke(qualifier))).toMatchObject({ name: 'TooManyRequestsException', status: 429 });
      }
      writeFileSync(go, '');
      expect((await running).StatusCode).toBe(200);
      for (let count = 0; count < 5; count += 1) expect((await invoke('$LATEST')).StatusCode).toBe(200);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is there after a restart', async () => {
    let service = await TestService.start();
    try {
      await createTestFunction(service, 'kept');
      const FunctionName = 'kept';
      await service.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 7 }));
      service = await service.restart();
      const { ReservedConcurrentExecutions } = await service.lambda.send(
        new GetFunctionConcurrencyCommand({ FunctionName }),
      );
      expect(ReservedConcurrentExecutions).toBe(7);
      await service.lambda.send(new DeleteFunctionCommand({ FunctionName }));
      await createTestFunction(service, FunctionName);
      expect(await service.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).not.toHaveProperty(
        'ReservedConcurrentExecutions',
      );
    } finally {
      await service.dispose();
    }
  });
});
