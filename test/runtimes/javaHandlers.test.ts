/** Handlers in every form that Java has, on our bootstrap and on AWS's runtime client: both must answer the same. */

import {
  CreateFunctionCommand,
  InvokeCommand,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { functionInput, TestService } from '../support/localService.ts';
import { preparePackage, Unavailable, zipFolder } from './preparedPackage.ts';
import { javaRecipe } from './runtimeFunctions.ts';

/** The same Java that the client's own bootstrap finds on the PATH. */
const sides: Readonly<Record<'ours' | 'client', Runtime>> = { ours: 'java17', client: 'provided.al2023' };

let service: TestService;
let unavailable: string | undefined;
beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
  try {
    const ZipFile = zipFolder(await preparePackage(javaRecipe));
    for (const [name, runtime] of Object.entries(sides)) {
      const changes = { Runtime: runtime, Code: { ZipFile }, MemorySize: 512, Timeout: 60 };
      await service.lambda.send(new CreateFunctionCommand(functionInput(name, changes)));
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    unavailable = error.message;
  }
}, 300_000);
afterAll(() => service.dispose());
beforeEach(({ skip }) => {
  if (unavailable !== undefined) skip(unavailable);
});

async function invoke(name: string, handler: string, event: unknown) {
  await service.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Handler: handler }));
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await service.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload, ClientContext: clientContext, LogType: 'Tail' }),
  );
  const payload = JSON.parse(answer.Payload?.transformToString() ?? '');
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
  return { payload: comparable(payload, name), error: answer.FunctionError, log: ownLines(log) };
}

/** What the function itself wrote. */
function ownLines(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => line !== '' && !/^(INIT_\w+|START|END|REPORT) |"type":"platform\./.test(line))
    .map((line) =>
      line.replace(/"timestamp":"[^"]+"/, '"timestamp":""').replace(/"AWSRequestId":"[^"]+"/, '"AWSRequestId":""'),
    );
}

const clientContext = Buffer.from(
  JSON.stringify({
    client: { app_title: 'größe', installation_id: 'i', app_version_code: '1' },
    custom: { a: 'b' },
    env: { platform: 'x' },
  }),
).toString('base64');

/** The two functions differ in their names alone. */
function comparable(payload: unknown, name: string): unknown {
  if (!Array.isArray(payload)) return payload;
  return payload.map((item) => (typeof item === 'string' ? item.replace(name, 'name') : item));
}

const person = {
  name: 'Ada',
  age: 36,
  active: true,
  role: 'ADMIN',
  score: null,
  friends: [{ name: 'Charles', unknown: 1 }],
  counts: { a: 1, b: 5_000_000_000 },
};
const values = [1, 5_000_000_000, 1.5, 'text', true, null, [1], { a: 1 }];

/** Events as AWS sends them, cut to what the handlers look at. */
const events = {
  rest: {
    httpMethod: 'GET',
    path: '/a',
    headers: { h: 'v' },
    requestContext: { requestId: 'id' },
    isBase64Encoded: false,
  },
  http: {
    version: '2.0',
    rawPath: '/a',
    cookies: ['c=1'],
    requestContext: { http: { method: 'PUT' } },
    isBase64Encoded: true,
  },
  sqs: {
    Records: [
      {
        messageId: 'm',
        body: 'text',
        md5OfBody: 'hash',
        eventSourceARN: 'arn:aws:sqs:us-east-1:1:q',
        attributes: { SentTimestamp: '1' },
        messageAttributes: { k: { stringValue: 'v', dataType: 'String' } },
      },
    ],
  },
  sns: {
    Records: [
      {
        EventSource: 'aws:sns',
        Sns: { Message: 'text', Subject: 'subject', Timestamp: '2026-01-02T03:04:05.678Z', TopicArn: 'arn' },
      },
    ],
  },
  s3: {
    Records: [
      {
        eventTime: '2026-01-02T03:04:05.678Z',
        awsRegion: 'us-east-1',
        s3: { bucket: { name: 'b' }, object: { key: 'a+b%2Fc', size: 5_000_000_000 } },
      },
    ],
  },
  kinesis: {
    Records: [
      {
        eventSourceARN: 'arn',
        kinesis: { data: 'SGVsbG8=', partitionKey: 'p', approximateArrivalTimestamp: 1_545_084_650.987 },
      },
    ],
  },
  dynamodb: {
    Records: [
      {
        eventName: 'INSERT',
        dynamodb: {
          ApproximateCreationDateTime: 1_428_537_600,
          NewImage: { id: { N: '1' }, name: { S: 's' }, flag: { BOOL: true }, list: { L: [{ S: 'x' }] } },
        },
      },
    ],
  },
  scheduled: { time: '2026-01-02T03:04:05Z', 'detail-type': 'Scheduled Event', detail: { a: [1] } },
};

test.each([
  ['example.Events::rest', events.rest],
  ['example.Events::http', events.http],
  ['example.Events::sqs', events.sqs],
  ['example.Events::echoed', events.sqs],
  ['example.Events::sns', events.sns],
  ['example.Events::s3', events.s3],
  ['example.Events::kinesis', events.kinesis],
  ['example.Events::dynamodb', events.dynamodb],
  ['example.Events::scheduled', events.scheduled],
  ['example.Handlers::overflows', {}],
  ['example.Handlers::text', 'größe'],
  ['example.Handlers::number', 41],
  ['example.Handlers::large', 5_000_000_000],
  ['example.Handlers::fraction', 1.25],
  ['example.Handlers::negated', true],
  ['example.Handlers::lengths', ['a', 'bcd']],
  ['example.Handlers::reversed', [1, 2, 3]],
  ['example.Handlers::older', person],
  ['example.Handlers::typesOf', Object.fromEntries(values.map((value, index) => [String(index), value]))],
  ['example.Handlers::moved', { x: 1, y: 2.5, name: 'größe' }],
  ['example.Handlers::made', {}],
  ['example.Handlers::fields', {}],
  ['example.Handlers::mixed', {}],
  ['example.Handlers::fixed', {}],
  ['example.Handlers::nothing', {}],
  ['example.Handlers::chosen', 'x'],
  ['example.Handlers::copies', { copied: true }],
  ['example.Handlers::fails', {}],
  ['example.Handlers::failsWithoutWords', {}],
  ['example.Handlers::failsChecked', {}],
  ['example.Handlers::older', 'no person'],
  ['example.Handlers::number', 'no number'],
  ['example.Handlers::missing', {}],
  ['example.Handlers', {}],
  ['example.Missing::handle', {}],
  ['example.Handlers::', {}],
  ['example.StreamFunction', { n: 1 }],
  ['example.StreamFunction::handleRequest', { n: 1 }],
  ['example.Inherited', { name: 'Ada' }],
] as const)(
  '%s of %j',
  async (handler, event) => {
    const [ours, client] = await Promise.all([invoke('ours', handler, event), invoke('client', handler, event)]);
    // What an error looks like in the log is compared below.
    expect({ ...ours, log: [] }).toEqual({ ...client, log: [] });
  },
  60_000,
);

test.each(['Text', 'JSON'] as const)(
  'lines in the log format %s',
  async (LogFormat) => {
    for (const name of Object.keys(sides)) {
      const LoggingConfig = LogFormat === 'JSON' ? { LogFormat, ApplicationLogLevel: 'DEBUG' as const } : { LogFormat };
      await service.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, LoggingConfig }));
    }
    for (const handler of ['example.Handlers::logs', 'example.Handlers::fails', 'example.Missing']) {
      const [ours, client] = await Promise.all([invoke('ours', handler, {}), invoke('client', handler, {})]);
      expect(ours.log).toEqual(client.log);
    }
  },
  60_000,
);

test('a class that does not come up is told in the same words', async () => {
  const Environment = { Variables: { FAIL_INIT: '1' } };
  for (const name of Object.keys(sides)) {
    await service.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment }));
  }
  const [ours, client] = await Promise.all([
    invoke('ours', 'example.Function', {}),
    invoke('client', 'example.Function', {}),
  ]);
  expect(ours).toEqual(client);
}, 60_000);
