/** Response streaming through the real SDK, with real functions. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  type InvokeWithResponseStreamResponseEvent,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

const source = readFileSync(path.resolve(import.meta.dirname, '../fixtures/functions/node/streaming.js'), 'utf8');
const handlers = [...source.matchAll(/^exports\.(\w+)/gm)].map(([, name = '']) => name);

let test: TestService;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lambda-workbench-stream-'));
  test = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  const Code = { ZipFile: zipOf({ 'streaming.js': source }) };
  for (const handler of handlers) {
    const Timeout = handler === 'hangs' ? 1 : 60;
    await createTestFunction(test, handler, { Code, Handler: `streaming.${handler}`, Timeout, MemorySize: 512 });
  }
});
afterAll(async () => {
  await test.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const newFile = () => path.join(folder, randomUUID());
const json = (event: unknown) => Buffer.from(JSON.stringify(event));

function open(FunctionName: string, event: unknown = {}, changes: Partial<InvokeWithResponseStreamCommandInput> = {}) {
  return test.lambda.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: json(event), ...changes }));
}

type Events = AsyncIterable<InvokeWithResponseStreamResponseEvent>;

/** Everything that a stream gives, with its payload in one piece. */
async function drain(events: Events | undefined) {
  const chunks: Uint8Array[] = [];
  let complete: InvokeWithResponseStreamResponseEvent.InvokeCompleteMember['InvokeComplete'] | undefined;
  for await (const { PayloadChunk, InvokeComplete } of events ?? []) {
    expect(complete, 'InvokeComplete comes last').toBeUndefined();
    if (PayloadChunk?.Payload !== undefined) chunks.push(PayloadChunk.Payload);
    complete = InvokeComplete;
  }
  return { payload: Buffer.concat(chunks), chunks: chunks.length, complete };
}

async function stream(...parameters: Parameters<typeof open>) {
  const { EventStream, ...head } = await open(...parameters);
  return { ...head, ...(await drain(EventStream)) };
}

/** Resolves when a function has written the file. */
async function written(file: string): Promise<string> {
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await new Promise((resolve) => setImmediate(resolve));
  return readFileSync(file, 'utf8');
}

describe('InvokeWithResponseStream', () => {
  it('gives the first piece before the function has written the second', async () => {
    const file = newFile();
    const answer = await open('pieces', { file });
    const events = (answer.EventStream as Events)[Symbol.asyncIterator]();
    const first = await events.next();
    expect(Buffer.from(first.value?.PayloadChunk?.Payload ?? []).toString()).toBe('one ');
    writeFileSync(file, 'go on');
    const rest = await drain({ [Symbol.asyncIterator]: () => events });
    expect(rest.payload.toString()).toBe('two');
    expect(rest.complete).toEqual({});
  });

  it('answers with the status, the version and the type of the stream', async () => {
    const file = newFile();
    writeFileSync(file, '');
    const answer = await stream('pieces', { file });
    expect(answer).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      ResponseStreamContentType: 'application/vnd.amazon.eventstream',
    });
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('brings the prelude of an HTTP response as JSON, eight zero bytes and the body', async () => {
    const { payload } = await stream('http');
    expect(payload.toString('latin1')).toBe('{"statusCode":201,"headers":{"x-page":"1"}}\0\0\0\0\0\0\0\0<p>');
  });

  it('brings the end of the log with the last event', async () => {
    const { payload, complete } = await stream('empty', {}, { LogType: 'Tail' });
    expect(payload).toHaveLength(0);
    const log = Buffer.from(complete?.LogResult ?? '', 'base64').toString();
    expect(log).toMatch(/^START RequestId: .*nothing to say\n.*REPORT RequestId: /s);
    expect(complete?.ErrorCode).toBeUndefined();
  });

  it('gives the response of a function that does not stream as one chunk', async () => {
    const { payload, chunks, complete } = await stream('plain', { a: 1 });
    expect(JSON.parse(payload.toString())).toEqual({ echo: { a: 1 } });
    expect(chunks).toBe(1);
    expect(complete).toEqual({});
  });

  it('runs nothing in a rehearsal', async () => {
    const answer = await stream('exits', {}, { InvocationType: 'DryRun' });
    expect(answer).toMatchObject({ StatusCode: 204, chunks: 0, complete: undefined });
  });

  it('refuses what Invoke refuses, as an error and not as a stream', async () => {
    expect(await refusal(open('nope'))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 404,
      message: `Function not found: ${arnOf('nope')}:$LATEST`,
    });
    expect(await refusal(open('plain', {}, { Payload: Buffer.from('{') }))).toMatchObject({
      name: 'InvalidRequestContentException',
      status: 400,
    });
    expect(await refusal(open('plain', {}, { InvocationType: 'Event' as 'DryRun' }))).toMatchObject({ status: 400 });
    expect(await refusal(open('plain', {}, { Payload: Buffer.alloc(6 * 1024 * 1024 + 1, '1') }))).toMatchObject({
      name: 'RequestTooLargeException',
      status: 413,
    });
  });
});

describe('a streaming function that fails', () => {
  it('before its first byte is an unhandled error with the error object', async () => {
    const { payload, complete } = await stream('throwsFirst');
    expect(payload).toHaveLength(0);
    expect(complete?.ErrorCode).toBe('Unhandled');
    expect(JSON.parse(complete?.ErrorDetails ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no response',
    });
  });

  it('after its first byte has sent what it wrote, and tells the error at the end', async () => {
    const { payload, complete } = await stream('throwsLater', {}, { LogType: 'Tail' });
    expect(payload.toString()).toBe('so far');
    expect(complete?.ErrorCode).toBe('RangeError');
    expect(JSON.parse(complete?.ErrorDetails ?? '')).toMatchObject({ errorMessage: 'no more' });
    expect(Buffer.from(complete?.LogResult ?? '', 'base64').toString()).toContain('Invoke Error');
  });

  it('outside of its handler tells that error as well', async () => {
    const { payload, complete } = await stream('crashesOutside');
    expect(payload.toString()).toBe('so far');
    expect(complete?.ErrorCode).toBe('Error');
    expect(JSON.parse(complete?.ErrorDetails ?? '')).toMatchObject({ errorMessage: 'outside' });
  });

  it('with its process has a truncated response', async () => {
    const { payload, complete } = await stream('exits');
    expect(payload.toString()).toBe('so far');
    expect(complete?.ErrorCode).toBe('Runtime.TruncatedResponse');
    expect(complete?.ErrorDetails).toContain('Runtime exited with error: exit status 7');
  });

  it('by its timeout says so after what it wrote', async () => {
    const { payload, complete } = await stream('hangs');
    expect(payload.toString()).toBe('so far');
    expect(complete?.ErrorCode).toBe('Sandbox.Timedout');
    expect(complete?.ErrorDetails).toContain('Task timed out after 1.00 seconds');
  });

  it('by never ending its stream says so when nothing is left to run', async () => {
    const { payload, complete } = await stream('neverEnds');
    expect(payload.toString()).toBe('so far');
    expect(complete?.ErrorCode).toBe('Runtime.NodeJsExit');
  });

  it.each(['throwsLater', 'exits', 'hangs', 'neverEnds'])('answers the next call after %s', async (handler) => {
    expect((await stream(handler)).payload.toString()).toBe('so far');
  });
});

describe('a large streamed response', () => {
  const megabytes = 1024 * 1024;

  it('goes no faster than its caller reads', async () => {
    const file = newFile();
    const bytes = 64 * megabytes;
    const { EventStream } = await open('floods', { bytes, file });
    const events = (EventStream as Events)[Symbol.asyncIterator]();
    const first = (await events.next()).value?.PayloadChunk?.Payload?.byteLength ?? 0;
    // The function says in the file that it waits, or that it has written everything.
    expect(Number(await written(file))).toBeLessThan(bytes / 2);
    const rest = await drain({ [Symbol.asyncIterator]: () => events });
    expect(first + rest.payload.byteLength).toBe(bytes);
    expect(rest.complete).toEqual({});
  });

  it('ends at 200 MB', async () => {
    const { EventStream } = await open('floods', { bytes: 201 * megabytes });
    let bytes = 0;
    let error: string | undefined;
    for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
      bytes += PayloadChunk?.Payload?.byteLength ?? 0;
      error = InvokeComplete?.ErrorCode;
    }
    expect(bytes).toBe(200 * megabytes);
    expect(error).toBe('Function.ResponseSizeTooLarge');
  });

  it('is too large for Invoke, which gathers it, from 6 MB on', async () => {
    const invoke = (bytes: number) =>
      test.lambda.send(new InvokeCommand({ FunctionName: 'floods', Payload: json({ bytes }) }));
    const fits = await invoke(6 * megabytes);
    expect(fits.FunctionError).toBeUndefined();
    expect(fits.Payload).toHaveLength(6 * megabytes);
    const exceeds = await invoke(6 * megabytes + 65_536);
    expect(exceeds.FunctionError).toBe('Unhandled');
    expect(JSON.parse(Buffer.from(exceeds.Payload ?? []).toString())).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
  });

  it('is written to its end when the caller goes away', async () => {
    const [go, done] = [newFile(), newFile()];
    const client = test.newLambda();
    const leaving = new AbortController();
    const { EventStream } = await client.send(
      new InvokeWithResponseStreamCommand({ FunctionName: 'goesOn', Payload: json({ go, done }) }),
      { abortSignal: leaving.signal },
    );
    const events = (EventStream as Events)[Symbol.asyncIterator]();
    await events.next();
    leaving.abort();
    client.destroy();
    await events.return?.().catch(() => {});
    writeFileSync(go, '');
    expect(await written(done)).toBe('ran to its end');
  });
});
