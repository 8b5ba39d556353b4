/** Scaling with real processes: updates under load, rates of requests, and a flood beside somebody who needs little. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  GetAccountSettingsCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dispatcher } from '../../src/service/invoke/dispatcher.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { createTestFunction, refusal, TestService } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

/** More than its flood needs, and few enough to be used up. */
const environmentCapacity = 8;
const folders = new TemporaryFolders();

let test: TestService;
beforeAll(async () => {
  test = await TestService.start({
    realFunctions: true,
    bootstrapFolder: await bootstrapFolder(),
    createInvoker: (options) => new Dispatcher({ ...options, environmentCapacity }),
  });
});
afterAll(async () => {
  await test.dispose();
  folders.remove();
});

const marked = (mark: number) =>
  zipOf({
    'index.mjs': `import { appendFileSync, existsSync } from 'node:fs';
      export const handler = async ({ go, journal }) => {
        if (journal) appendFileSync(journal, '.');
        do await new Promise((resolve) => setTimeout(resolve, 5)); while (go && !existsSync(go));
        return ${mark};
      };`,
  });

async function invoke(
  FunctionName: string,
  event: object = {},
  InvocationType: 'RequestResponse' | 'Event' = 'RequestResponse',
) {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await test.lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload }));
  return { error: answer.FunctionError, mark: Number(answer.Payload?.transformToString()) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const sizeOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').length : 0);

describe('an update under load', { timeout: 60_000 }, () => {
  it('loses no invocation, and none that begins after its answer runs on what was before', async () => {
    const FunctionName = 'updated';
    await createTestFunction(test, FunctionName, { Code: { ZipFile: marked(0) } });
    let answered = 0;
    let isOver = false;
    const wrong: string[] = [];
    const seen = new Set<number>();
    const load = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const least = answered;
        const { error, mark } = await invoke(FunctionName);
        seen.add(mark);
        if (error !== undefined || !(mark >= least)) wrong.push(`${error ?? mark} after ${least}`);
      }
    });
    for (let mark = 1; mark <= 4; mark += 1) {
      while (!seen.has(mark - 1)) await turn();
      await test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: marked(mark) }));
      answered = mark;
      await test.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: `${mark}` }));
    }
    while (!seen.has(4)) await turn();
    isOver = true;
    await Promise.all(load);
    expect(wrong).toEqual([]);
    expect([...seen].toSorted()).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets what runs finish on the old code', async () => {
    const FunctionName = 'finishing';
    await createTestFunction(test, FunctionName, { Code: { ZipFile: marked(0) }, Timeout: 60 });
    const folder = folders.create();
    const [journal, go] = [path.join(folder, 'journal'), path.join(folder, 'go')];
    const running = invoke(FunctionName, { journal, go });
    while (sizeOf(journal) < 1) await turn();
    await test.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: marked(1) }));
    expect(await invoke(FunctionName)).toEqual({ error: undefined, mark: 1 });
    writeFileSync(go, '');
    expect(await running).toEqual({ error: undefined, mark: 0 });
    expect(await invoke(FunctionName)).toEqual({ error: undefined, mark: 1 });
  });
});

describe('a flood on one function', { timeout: 60_000 }, () => {
  it('leaves room for the others, whatever it is told to wait for', async () => {
    for (const name of ['flood', 'modest']) {
      await createTestFunction(test, name, { Code: { ZipFile: marked(1) }, Timeout: 60 });
    }
    const folder = folders.create();
    const [flooded, served, go] = ['flooded', 'served', 'go'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    // Some wait for an answer, many more stand in the queue.
    const waiting = Array.from({ length: 20 }, () =>
      invoke('flood', { journal: flooded, go }).then(
        () => 'run',
        (error: unknown) => refusal(Promise.reject(error)),
      ),
    );
    await Promise.all(Array.from({ length: 30 }, () => invoke('flood', { journal: flooded, go }, 'Event')));
    while (sizeOf(flooded) < environmentCapacity - 1) await turn();
    for (let count = 0; count < 10; count += 1) expect(await invoke('modest')).toEqual({ error: undefined, mark: 1 });
    for (let count = 0; count < 5; count += 1) await invoke('modest', { journal: served }, 'Event');
    while (sizeOf(served) < 5) await turn();
    expect(sizeOf(flooded)).toBe(environmentCapacity - 1);
    writeFileSync(go, '');
    const ends = await Promise.all(waiting);
    const refused = ends.filter((end) => end !== 'run');
    expect(refused.length).toBeGreaterThanOrEqual(20 - environmentCapacity);
    for (const end of refused) {
      expect(end).toEqual({ name: 'TooManyRequestsException', status: 429, message: 'Rate Exceeded.', type: 'User' });
    }
    // Everything that was accepted is run when there is room again.
    while (sizeOf(flooded) < 50 - refused.length) await turn();
  });
});

describe('requests in a second', () => {
  it('are ten for each environment that is reserved', async () => {
    const FunctionName = 'quick';
    await createTestFunction(test, FunctionName);
    await test.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    // Far more than ten at once: some of them are too many, of whichever kind.
    const calls = Array.from({ length: 150 }, () =>
      test.lambda.send(new InvokeCommand({ FunctionName })).then(
        () => 'run',
        (error: { Reason?: string; retryAfterSeconds?: string }) => `${error.Reason} ${error.retryAfterSeconds}`,
      ),
    );
    const ends = new Set(await Promise.all(calls));
    expect(ends).toContain('run');
    expect(ends).toContain('ReservedFunctionInvocationRateLimitExceeded 1');
  });

  it('of the other operations are not counted', async () => {
    const calls = Array.from({ length: 60 }, () => test.lambda.send(new GetAccountSettingsCommand({})));
    for (const { $metadata } of await Promise.all(calls)) expect($metadata.httpStatusCode).toBe(200);
  });
});
