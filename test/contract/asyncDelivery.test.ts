/**
 * Dead-letter queues and destinations, with real functions: SQS, SNS and S3 are played by an emulator that the SDK's clients talk
 * to, EventBridge by a plain endpoint.
 */

import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAliasCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HttpEndpoint, json } from '../support/httpEndpoint.ts';
import { arnOf, createTestFunction, TestService, testAccountId } from '../support/localService.ts';
import { zipOf } from '../support/zip.ts';

const deadline = { timeout: 60_000, interval: 20 };
vi.setConfig({ testTimeout: 120_000 });
const source = `
import { appendFileSync } from 'node:fs';
export const handler = async (event, context) => {
  if (process.env.SEEN) appendFileSync(process.env.SEEN, JSON.stringify({ event, id: context.awsRequestId }) + '\\n');
  if (event.fail) throw new TypeError(event.fail);
  return { echo: event };
};`;
const Code = { ZipFile: zipOf({ 'index.mjs': source }) };
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${testAccountId}:${name}`;
const topicArn = 'arn:aws:sns:us-east-1:000000000000:failures';
const busArn = `arn:aws:events:us-east-1:${testAccountId}:event-bus/results`;

let peer: FauxqsServer;
let bus: HttpEndpoint;
let test: TestService;
beforeAll(async () => {
  peer = await startFauxqs({ port: 0, logger: false });
  for (const name of ['done', 'failed', 'dead', 'fromTopic']) peer.createQueue(name);
  peer.createTopic('failures');
  peer.subscribe({ topic: 'failures', queue: 'fromTopic', attributes: { RawMessageDelivery: 'true' } });
  peer.createBucket('records');
  bus = await HttpEndpoint.start(json(200, { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }));
  const all = `http://127.0.0.1:${peer.port}`;
  const deliveryEndpoints = { sqs: all, sns: all, s3: all, events: bus.url };
  test = await TestService.start({ realFunctions: true, deliveryEndpoints });
});
afterAll(async () => {
  await test.dispose();
  await bus.close();
  await peer.stop();
});

const create = (name: string, changes: Partial<CreateFunctionCommandInput> = {}) =>
  createTestFunction(test, name, { Code, ...changes });

function configure(name: string, destinations: { OnSuccess?: string; OnFailure?: string }, Qualifier?: string) {
  const { OnSuccess, OnFailure } = destinations;
  return test.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: name,
      Qualifier,
      MaximumRetryAttempts: 0,
      DestinationConfig: {
        ...(OnSuccess === undefined ? {} : { OnSuccess: { Destination: OnSuccess } }),
        ...(OnFailure === undefined ? {} : { OnFailure: { Destination: OnFailure } }),
      },
    }),
  );
}

async function send(name: string, event: object | string, Qualifier?: string): Promise<string> {
  const Payload = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const command = new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload, Qualifier });
  const { $metadata } = await test.lambda.send(command);
  expect($metadata.httpStatusCode).toBe(202);
  return $metadata.requestId ?? '';
}

/** The message of a queue that holds this text, once it is there. */
function messageWith(queue: string, text: string) {
  return vi.waitFor(() => {
    const messages = peer.inspectQueue(queue)?.messages.ready ?? [];
    const found = messages.find(({ body }) => body.includes(text));
    if (found === undefined) throw new Error(`No message with ${text} in ${queue}`);
    return found;
  }, deadline);
}

const record = (name: string, id: string, rest: object, condition = 'RetriesExhausted') => ({
  version: '1.0',
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
  requestContext: {
    requestId: id,
    functionArn: `${arnOf(name)}:$LATEST`,
    condition,
    approximateInvokeCount: 1,
  },
  ...rest,
});
const success = (id: string, event: object) => ({
  ...record('f', id, { requestPayload: event }, 'Success'),
  responseContext: { statusCode: 200, executedVersion: '$LATEST' },
  responsePayload: { echo: event },
});
const failure = (name: string, id: string, event: { fail: string }) =>
  record(name, id, {
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'TypeError', errorMessage: event.fail, trace: expect.any(Array) as string[] },
  });

describe('a destination', () => {
  it('that is a queue gets the record, with the trace', async () => {
    await create('f');
    await configure('f', { OnSuccess: queueArn('done'), OnFailure: queueArn('failed') });
    const good = { n: 'good' };
    const bad = { fail: 'bad' };
    const ids = [await send('f', good), await send('f', bad)] as const;
    const done = await messageWith('done', ids[0]);
    expect(JSON.parse(done.body)).toEqual(success(ids[0], good));
    expect(Object.keys(JSON.parse(done.body) as object)).toEqual([
      'version',
      'timestamp',
      'requestContext',
      'requestPayload',
      'responseContext',
      'responsePayload',
    ]);
    expect(done.messageAttributes).toEqual({});
    const failed = await messageWith('failed', ids[1]);
    expect(JSON.parse(failed.body)).toEqual(failure('f', ids[1], bad));
  });

  it('gets the payload as it was sent, numbers that JavaScript cannot hold included', async () => {
    const id = await send('f', '{"big":12345678901234567890,"text":"é"}');
    expect((await messageWith('done', id)).body).toContain('"requestPayload":{"big":12345678901234567890,"text":"é"}');
  });

  it('that is a topic or a bus gets the record too', async () => {
    await create('g');
    await configure('g', { OnSuccess: topicArn, OnFailure: busArn });
    const ids = [await send('g', { n: 1 }), await send('g', { fail: 'bus' })] as const;
    const fromTopic = await messageWith('fromTopic', ids[0]);
    expect(JSON.parse(fromTopic.body)).toMatchObject({ requestContext: { requestId: ids[0], condition: 'Success' } });
    const request = await vi.waitFor(() => {
      const [first] = bus.requests;
      if (first === undefined) throw new Error('The bus got nothing');
      return first;
    }, deadline);
    expect(request.headers).toMatchObject({
      'x-amz-target': 'AWSEvents.PutEvents',
      authorization: expect.stringMatching(/\/us-east-1\/events\/aws4_request,/) as string,
    });
    const { Entries } = JSON.parse(request.body) as { Entries: { Detail: string }[] };
    const [{ Detail, ...entry } = { Detail: '' }] = Entries;
    expect(entry).toEqual({
      Source: 'lambda',
      DetailType: 'Lambda Function Invocation Result - Failure',
      Resources: [busArn, `${arnOf('g')}:$LATEST`],
      EventBusName: busArn,
      Time: expect.any(Number) as number,
      TraceHeader: expect.stringMatching(/^Root=1-.+;Lineage=1:[0-9a-f]{8}:0$/) as string,
    });
    expect(JSON.parse(Detail)).toEqual(failure('g', ids[1], { fail: 'bus' }));
  });

  it('that is a bucket gets an object with the name that Lambda gives it', async () => {
    await create('h');
    await configure('h', { OnFailure: 'arn:aws:s3:::records' });
    const id = await send('h', { fail: 'bucket' });
    const key = await vi.waitFor(async () => {
      const listing = await (await fetch(`http://127.0.0.1:${peer.port}/records?list-type=2`)).text();
      const [, found = ''] = /<Key>([^<]+)<\/Key>/.exec(listing) ?? [];
      expect(found).toMatch(
        /^aws\/lambda\/async\/h\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      );
      return found;
    }, deadline);
    const stored = await fetch(`http://127.0.0.1:${peer.port}/records/${key}`);
    expect(await stored.json()).toEqual(failure('h', id, { fail: 'bucket' }));
  });

  it('that is a function is invoked with the record, whose own record says how it went', async () => {
    await create('next');
    await configure('next', { OnSuccess: queueArn('done') });
    await create('first');
    await configure('first', { OnSuccess: arnOf('next') });
    const id = await send('first', { n: 'chain' });
    const told = JSON.parse((await messageWith('done', id)).body) as {
      requestPayload: unknown;
      requestContext: object;
    };
    expect(told.requestContext).toMatchObject({ functionArn: `${arnOf('next')}:$LATEST` });
    expect(told.requestPayload).toMatchObject({
      requestContext: { requestId: id, functionArn: `${arnOf('first')}:$LATEST` },
      responsePayload: { echo: { n: 'chain' } },
    });
  });

  it('belongs to the qualifier', async () => {
    await create('q', { Publish: true });
    await test.lambda.send(new CreateAliasCommand({ FunctionName: 'q', Name: 'live', FunctionVersion: '1' }));
    await configure('q', { OnSuccess: queueArn('done') }, 'live');
    const ids = [await send('q', { n: 1 }), await send('q', { n: 2 }, 'live')] as const;
    const told = JSON.parse((await messageWith('done', ids[1])).body) as object;
    expect(told).toMatchObject({
      requestContext: { functionArn: `${arnOf('q')}:live` },
      responseContext: { executedVersion: '1' },
    });
    expect(peer.inspectQueue('done')?.messages.ready.some(({ body }) => body.includes(ids[0]))).toBe(false);
  });
});

describe('a dead-letter queue', () => {
  const attributes = (id: string, message: string) => ({
    RequestID: { DataType: 'String', StringValue: id },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: message },
  });

  it('gets the event as it was, and the error beside it', async () => {
    await create('dead', { DeadLetterConfig: { TargetArn: queueArn('dead') } });
    await configure('dead', { OnFailure: queueArn('failed') });
    const id = await send('dead', { fail: 'the end' });
    const letter = await messageWith('dead', 'the end');
    expect(letter.body).toBe('{"fail":"the end"}');
    expect(letter.messageAttributes).toEqual(attributes(id, 'the end'));
    await messageWith('failed', id);
  });

  it('has the first kilobyte of the message, without what no message may hold', async () => {
    const long = `\u0007${'ä'.repeat(600)}`;
    const id = await send('dead', { fail: long });
    const letter = await messageWith('dead', 'ää');
    expect(letter.messageAttributes).toEqual(attributes(id, `\ufffd${'ä'.repeat(511)}`));
  });

  it('that is a topic gets the same', async () => {
    await create('deadTopic', { DeadLetterConfig: { TargetArn: topicArn } });
    await configure('deadTopic', {});
    const id = await send('deadTopic', { fail: 'by topic' });
    const letter = await messageWith('fromTopic', 'by topic');
    expect(letter.body).toBe('{"fail":"by topic"}');
    expect(letter.messageAttributes).toEqual(attributes(id, 'by topic'));
  });

  it('gets at once what a function that is stopped is sent', async () => {
    await create('stopped', { DeadLetterConfig: { TargetArn: queueArn('dead') } });
    await configure('stopped', { OnFailure: queueArn('failed') });
    const stop = { FunctionName: 'stopped', ReservedConcurrentExecutions: 0 };
    await test.lambda.send(new PutFunctionConcurrencyCommand(stop));
    const id = await send('stopped', { n: 'stopped' });
    const told = JSON.parse((await messageWith('failed', id)).body) as object;
    const context = {
      ...record('stopped', id, {}, 'ZeroReservedConcurrency').requestContext,
      approximateInvokeCount: 0,
    };
    expect(told).toEqual({ ...record('stopped', id, { requestPayload: { n: 'stopped' } }), requestContext: context });
    expect((await messageWith('dead', 'stopped')).messageAttributes).toMatchObject({
      ErrorCode: { StringValue: '429' },
      ErrorMessage: { StringValue: 'Rate Exceeded.' },
    });
  });
});

describe('a target that is not there', () => {
  it('is told of in the log of the function, and gets what it missed when it is there', async () => {
    await create('early', { DeadLetterConfig: { TargetArn: queueArn('late') } });
    await configure('early', { OnFailure: 'arn:aws:s3:::late' });
    const id = await send('early', { fail: 'too early' });
    const logGroupName = '/aws/lambda/early';
    const told = await vi.waitFor(async () => {
      const command = new FilterLogEventsCommand({ logGroupName, filterPattern: '"could not be delivered"' });
      const { events = [] } = await test.logs.send(command);
      expect(events).toHaveLength(2);
      return events.map(({ message = '' }) => message.trimEnd()).sort();
    }, deadline);
    const kept = 'It is kept for 24 hours and sent as soon as that is possible.';
    expect(told).toEqual([
      `[WARN] The event of request ${id} could not be delivered to ${queueArn('late')}: The specified queue does not exist. ${kept}`,
      `[WARN] The record of request ${id} could not be delivered to arn:aws:s3:::late: The specified bucket does not exist: late. ${kept}`,
    ]);
    peer.createQueue('late');
    peer.createBucket('late');
    await messageWith('late', 'too early');
    await vi.waitFor(async () => {
      const listing = await (await fetch(`http://127.0.0.1:${peer.port}/late?list-type=2`)).text();
      expect(listing).toContain('aws/lambda/async/early/');
    }, deadline);
  });
});
