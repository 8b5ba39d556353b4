/** Runtimes that talk to the Runtime API out of turn, and functions that try doors which are not theirs. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CreateFunctionCommand, InvokeCommand, InvokeWithResponseStreamCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HostileService } from '../support/hostileService.ts';
import { functionInput } from '../support/localService.ts';
import { executableFile, rawZip, zipOf } from '../support/zip.ts';

const fixture = path.resolve(import.meta.dirname, '../fixtures/functions/hostile/runtime.js');

let hostile: HostileService;
beforeAll(async () => {
  hostile = await HostileService.start();
  const bootstrap = `#!/bin/sh\nexec '${process.execPath}' "$LAMBDA_TASK_ROOT/runtime.js"\n`;
  const ZipFile = rawZip([
    { name: 'bootstrap', content: bootstrap, mode: executableFile },
    { name: 'runtime.js', content: readFileSync(fixture) },
  ]);
  const input = { Runtime: 'provided.al2023', Timeout: 20, MemorySize: 256, Code: { ZipFile } } as const;
  await hostile.test.lambda.send(new CreateFunctionCommand(functionInput('runtime', input)));
});
afterAll(() => hostile.dispose());

const invoke = (deed: string) => hostile.invoke('runtime', { deed });

describe.runIf(process.platform !== 'win32')('a runtime that', () => {
  test('answers twice is refused the second time, and the caller gets the first', async () => {
    const { value, log } = await invoke('twice');
    expect(value).toBe('first');
    expect(log).toContain('said=["202 OK","403 InvalidStateTransition"]');
  });

  test('answers to another request is refused', async () => {
    const { value } = await invoke('other');
    expect(value).toEqual(['400 InvalidRequestID', '400 InvalidRequestID', expect.stringMatching(/^[45]00 /)]);
  });

  test('asks for the next event without an answer is refused', async () => {
    expect((await invoke('nextAgain')).value).toEqual(['403 InvalidStateTransition']);
  });

  test('reports a failed init when it has come past that is refused', async () => {
    expect((await invoke('initError')).value).toEqual(['403 InvalidStateTransition']);
  });

  test('calls what is not there is refused', async () => {
    expect((await invoke('wrongRoutes')).value).toEqual([404, 404, 404, 404]);
  });

  test('sends bytes that are no HTTP is cut off', async () => {
    const { value } = await invoke('garbage');
    for (const line of value as string[]) expect(line).toMatch(/^(HTTP\/1\.1 (400|404|403|505) .*)?$/);
  });

  test('sends a head of 8 MB is cut off', async () => {
    expect((await invoke('hugeHeaders')).value).toMatch(/^(HTTP\/1\.1 431 .*)?$/);
  });

  test('begins two hundred answers and ends none can give one all the same', async () => {
    expect((await invoke('slowly')).value).toBe('all the same');
  });

  test('breaks off its answer can give it again', async () => {
    expect((await invoke('cutsOff')).value).toBe('whole');
  });

  test('answers without end is cut at 6 MB', async () => {
    const { value, log } = await invoke('endless');
    expect(value).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(log).toContain('said=413');
  });

  test('never answers disturbs nobody while it does not', async () => {
    const hanging = new AbortController();
    const command = new InvokeCommand({ FunctionName: 'runtime', Payload: JSON.stringify({ deed: 'never' }) });
    const call = hostile.test.lambda.send(command, { abortSignal: hanging.signal }).catch(() => {});
    await hostile.neighbourAnswers(10);
    hanging.abort();
    await call;
    await hostile.retire('runtime');
  });
});

describe('a function that tries other doors', () => {
  const ask = (port: number, request: string, host = '127.0.0.1') =>
    hostile.invoke('surroundings.asks', { host, port, request });
  beforeAll(() => hostile.create('surroundings.asks'));

  test('is refused by the service without a signature', async () => {
    const { port, host } = new URL(hostile.test.service.endpoint);
    const list = `GET /2015-03-31/functions HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
    const { value } = await ask(Number(port), list);
    expect(value).toMatch(/^HTTP\/1\.1 403 /);
    expect(value).not.toContain('neighbour');
  });

  test('cannot invoke with a signature that it made up', async () => {
    const { port, host } = new URL(hostile.test.service.endpoint);
    const request =
      `POST /2015-03-31/functions/neighbour/invocations HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-length: 2\r\n` +
      'x-amz-date: 20260101T000000Z\r\nauthorization: AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/lambda/aws4_request, ' +
      `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}\r\n\r\n{}`;
    expect((await ask(Number(port), request)).value).toMatch(/^HTTP\/1\.1 403 /);
  });
});

test('streams of a function that is killed in the middle end with its error', async () => {
  const code =
    "exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('begun'); setTimeout(() => process.kill(0, 'SIGKILL'), 100); await new Promise(() => {}); });";
  const input = functionInput('stream', { Code: { ZipFile: zipOf({ 'index.js': code }) }, Timeout: 20 });
  await hostile.test.lambda.send(new CreateFunctionCommand(input));
  const { EventStream = [] } = await hostile.test.lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName: 'stream' }),
  );
  let text = '';
  let error: string | undefined;
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    text += Buffer.from(PayloadChunk?.Payload ?? []);
    error ??= InvokeComplete?.ErrorCode;
  }
  expect({ text, error }).toEqual({ text: 'begun', error: 'Runtime.TruncatedResponse' });
  await hostile.neighbourAnswers();
});

test('a stream that the end of the service cuts does not seem whole', async () => {
  const other = await HostileService.start();
  const code =
    "exports.handler = awslambda.streamifyResponse(async (event, stream) => { for (let n = 0; n < 1000; n += 1) if (!stream.write(Buffer.alloc(65536))) await new Promise((resolve) => stream.once('drain', resolve)); stream.end(); });";
  const input = functionInput('stream', { Code: { ZipFile: zipOf({ 'index.js': code }) }, Timeout: 60 });
  await other.test.lambda.send(new CreateFunctionCommand(input));
  const { EventStream = [] } = await other.test.lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName: 'stream' }),
  );
  let isComplete = false;
  let closing: Promise<void> | undefined;
  const read = async () => {
    for await (const { InvokeComplete } of EventStream) {
      closing ??= other.test.service.close();
      isComplete ||= InvokeComplete !== undefined && InvokeComplete.ErrorCode === undefined;
    }
  };
  await read().catch(() => {});
  expect(isComplete).toBe(false);
  await closing;
  await other.dispose();
});
