/** Recursive loops, by functions that really invoke each other with the AWS SDK, which hands the trace header on. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
} from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { arnOf, createTestFunction, refusal, TestService, testAccountId } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

interface HttpMessage {
  readonly headers: Record<string, string>;
}

const deadline = { timeout: 60_000, interval: 50 };
vi.setConfig({ testTimeout: 120_000 });
/** Notes its run, and invokes whom the event names, until that is far enough. */
const source = `
import { appendFileSync } from 'node:fs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
const client = new LambdaClient({ endpoint: process.env.ENDPOINT, maxAttempts: 1 });
export const handler = async (event, context) => {
  appendFileSync(process.env.RAN, context.functionName + '\\n');
  const { call, type = 'RequestResponse', rounds = 0, most = 40 } = event;
  if (call === undefined || rounds >= most) return { rounds };
  const Payload = JSON.stringify({ ...event, rounds: rounds + 1 });
  try {
    const answer = await client.send(new InvokeCommand({ FunctionName: call, InvocationType: type, Payload }));
    return type === 'Event' ? {} : JSON.parse(Buffer.from(answer.Payload).toString());
  } catch (error) {
    return { rounds, name: error.name, message: error.message, status: error.$metadata?.httpStatusCode };
  }
};`;

const folders = new TemporaryFolders();
let peer: FauxqsServer;
let test: TestService;
let ZipFile: Buffer;
beforeAll(async () => {
  peer = await startFauxqs({ port: 0, logger: false });
  test = await TestService.start({
    realFunctions: true,
    deliveryEndpoints: { sqs: `http://127.0.0.1:${peer.port}` },
  });
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'cjs',
  });
  ZipFile = zipOf({ 'index.js': outputFiles[0]?.text ?? '' });
});
afterAll(async () => {
  await test.dispose();
  await peer.stop();
  folders.remove();
});

/** Creates the function with a queue of its own for failures, and answers with the file that has its runs. */
async function create(name: string, onSuccess?: string, ran = path.join(folders.create({ ran: '' }), 'ran')) {
  const Variables = { RAN: ran, ENDPOINT: test.service.endpoint };
  await createTestFunction(test, name, { Code: { ZipFile }, Timeout: 60, Environment: { Variables } });
  peer.createQueue(name);
  const OnFailure = { Destination: `arn:aws:sqs:us-east-1:${testAccountId}:${name}` };
  await configure(name, { OnFailure, ...(onSuccess === undefined ? {} : { OnSuccess: { Destination: onSuccess } }) });
  return ran;
}

async function configure(FunctionName: string, DestinationConfig: object): Promise<void> {
  const config = { FunctionName, MaximumRetryAttempts: 0, DestinationConfig };
  await test.lambda.send(new PutFunctionEventInvokeConfigCommand(config));
}

const runs = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

async function invoke(FunctionName: string, event: object, InvocationType: 'Event' | 'RequestResponse') {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await test.lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload }));
  return InvocationType === 'Event' ? undefined : (JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as object);
}

/** The record of the invocation that was stopped. */
function stopped(name: string) {
  return vi.waitFor(() => {
    const [message] = peer.inspectQueue(name)?.messages.ready ?? [];
    if (message === undefined) throw new Error(`Nothing of ${name} was stopped`);
    return JSON.parse(message.body) as object;
  }, deadline);
}

const text =
  "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.";
const record = (name: string) => ({
  requestContext: { functionArn: `${arnOf(name)}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 0 },
  responseContext: { statusCode: 400 },
  responsePayload: { errorType: 'RecursiveInvocationException', errorMessage: text },
});

/** A client of a caller who is in the middle of that trace; it learns the trace that the function got. */
function clientIn(trace: string) {
  const client = test.newLambda();
  const seen = { trace };
  client.middlewareStack.add(
    (next) => async (args) => {
      (args.request as HttpMessage).headers['x-amzn-trace-id'] = seen.trace;
      const result = await next(args);
      seen.trace = (result.response as HttpMessage).headers['x-amzn-trace-id'] ?? '';
      return result;
    },
    { step: 'build' },
  );
  return { client, seen };
}

/** A client in a trace in which the function has run so often. */
async function clientAfter(name: string, rounds: number) {
  const { client, seen } = clientIn('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0');
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from('{}') });
  for (let n = 0; n < rounds; n += 1) await client.send(command);
  return clientIn(seen.trace).client;
}

describe('a function that invokes itself', () => {
  it('asynchronously is stopped after sixteen rounds, and its event goes where failures go', async () => {
    const ran = await create('loop');
    await invoke('loop', { call: 'loop', type: 'Event' }, 'Event');
    expect(await stopped('loop')).toMatchObject({ ...record('loop'), requestPayload: { rounds: 16 } });
    expect(runs(ran)).toHaveLength(16);
  });

  it('and waits for the answer gets RecursiveInvocationException', async () => {
    const ran = await create('nested');
    const client = await clientAfter('nested', 13);
    const before = runs(ran).length;
    const Payload = Buffer.from(JSON.stringify({ call: 'nested' }));
    const answer = await client.send(new InvokeCommand({ FunctionName: 'nested', Payload }));
    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toEqual({
      rounds: 2,
      name: 'RecursiveInvocationException',
      message: text,
      status: 400,
    });
    expect(runs(ran).length - before).toBe(3);
  });

  it('may do so when that is allowed', async () => {
    const ran = await create('allowed');
    await test.lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName: 'allowed', RecursiveLoop: 'Allow' }));
    await invoke('allowed', { call: 'allowed', type: 'Event', most: 20 }, 'Event');
    await vi.waitFor(() => expect(runs(ran)).toHaveLength(21), deadline);
    expect(peer.inspectQueue('allowed')?.messages.ready).toEqual([]);
  });
});

describe('functions that are each other’s destination', () => {
  it('are stopped as well', async () => {
    const ran = await create('ping');
    await create('pong', arnOf('ping'), ran);
    await configure('ping', {
      OnSuccess: { Destination: arnOf('pong') },
      OnFailure: { Destination: `arn:aws:sqs:us-east-1:${testAccountId}:ping` },
    });
    await invoke('ping', {}, 'Event');
    expect(await stopped('ping')).toMatchObject(record('ping'));
    expect(runs(ran)).toEqual(Array.from({ length: 16 }, () => ['ping', 'pong']).flat());
  });
});

describe('a trace that comes from outside', () => {
  it('stops streamed invocations too', async () => {
    await create('streamed');
    const client = await clientAfter('streamed', 16);
    expect(await refusal(client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'streamed' })))).toEqual({
      name: 'RecursiveInvocationException',
      status: 400,
      message: text,
      type: 'User',
    });
  });
});
