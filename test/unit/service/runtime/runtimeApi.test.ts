import { type ClientRequest, request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Emitter, nextEvent } from '../../../../src/base/event.ts';
import type { RuntimeListener } from '../../../../src/service/environment/runtimeListener.ts';
import {
  type NextInvocation,
  type RuntimeFact,
  RuntimeSession,
} from '../../../../src/service/environment/runtimeSession.ts';
import { openRuntimeListener } from '../../../../src/service/runtime/runtimeApi.ts';
import { settle } from '../../../fakes/fakeClock.ts';

const base = '/2018-06-01/runtime';
const maximumBytes = 6 * 1024 * 1024 + 100;

const invocation: NextInvocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  payload: Buffer.from('{"key":"ü"}'),
  deadlineMs: 1_542_409_706_888,
  invokedFunctionArn: 'arn:aws:lambda:us-east-2:123456789012:function:custom-runtime:live',
  traceId: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
  clientContext: undefined,
};

let facts: RuntimeFact[];
let told: Emitter<RuntimeFact>;
let session: RuntimeSession;
let listener: RuntimeListener;

beforeEach(async () => {
  facts = [];
  told = new Emitter();
  session = new RuntimeSession((fact) => {
    facts.push(fact);
    told.fire(fact);
  });
  listener = await openRuntimeListener(session);
});
afterEach(() => listener.close());

/** The last fact that begins or ends something. */
const lastPhase = () => facts.findLast(({ type }) => type !== 'answering');

interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function call(method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}) {
  return new Promise<Reply>((resolve, reject) => {
    const url = `http://${listener.address}${path}`;
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The runtime asks, the environment answers: the request is running afterwards. */
async function begin(of: NextInvocation = invocation): Promise<Reply> {
  const parked = nextEvent(told.event, ({ type }) => type === 'next', new AbortController().signal);
  const asked = call('GET', `${base}/invocation/next`);
  await parked;
  session.deliver(of);
  return asked;
}

const at = (action: string, requestId = invocation.requestId) => `${base}/invocation/${requestId}/${action}`;

describe('next', () => {
  test('answers with the event and its headers', async () => {
    const reply = await begin();
    expect(reply.status).toBe(200);
    expect(reply.body).toBe('{"key":"ü"}');
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': '1542409706888',
      'lambda-runtime-invoked-function-arn': invocation.invokedFunctionArn,
      'lambda-runtime-trace-id': invocation.traceId,
    });
    expect(reply.headers).not.toHaveProperty('lambda-runtime-client-context');
  });

  test('carries a client context of any script on one line', async () => {
    const reply = await begin({ ...invocation, clientContext: '{\n  "custom": { "größe": "µ 漢" }\n}' });
    const header = String(reply.headers['lambda-runtime-client-context']);
    // ASCII: some clients end at a header with anything else.
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(header)).toEqual({ custom: { größe: 'µ 漢' } });
  });

  test('names the attempt, another one each time', async () => {
    const first = (await begin()).headers['lambda-runtime-invocation-id'];
    await call('POST', at('response'), '1');
    const second = (await begin()).headers['lambda-runtime-invocation-id'];
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  test('carries an identity of Amazon Cognito', async () => {
    const cognitoIdentity = { cognitoIdentityId: 'us-east-1:1', cognitoIdentityPoolId: 'us-east-1:2' };
    const reply = await begin({ ...invocation, cognitoIdentity });
    expect(JSON.parse(String(reply.headers['lambda-runtime-cognito-identity']))).toEqual(cognitoIdentity);
  });

  test('is refused while an invocation runs', async () => {
    await begin();
    expect(await call('GET', `${base}/invocation/next`)).toMatchObject({
      status: 403,
      body: '{"errorMessage":"State transition from Running to Ready failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
    });
  });
});

describe('response', () => {
  test('is accepted', async () => {
    await begin();
    const reply = await call('POST', at('response'), '"done"');
    expect(reply).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
    expect(facts.at(-1)).toEqual({ type: 'response', payload: Buffer.from('"done"') });
  });

  test('before next is refused', async () => {
    const reply = await call('POST', at('response'), '1');
    expect(reply).toMatchObject({
      status: 403,
      body: '{"errorMessage":"State transition from Started to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
    });
    expect(facts).toEqual([]);
  });

  test('with an unknown request id is refused', async () => {
    await begin();
    const reply = await call('POST', at('response', 'another'), '1');
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ errorType: 'InvalidRequestID' });
  });

  test('for an invocation that was over long ago is refused', async () => {
    await begin();
    await call('POST', at('response'), '1');
    await begin({ ...invocation, requestId: 'next-one' });
    const reply = await call('POST', at('response'), '1');
    expect(reply).toMatchObject({
      status: 400,
      body: '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
    });
  });

  test('may name its attempt, and no other', async () => {
    const { headers } = await begin();
    const wrong = { 'Lambda-Runtime-Invocation-Id': 'another' };
    expect(await call('POST', at('response'), '1', wrong)).toMatchObject({
      status: 400,
      body: '{"errorMessage":"Invalid invocation ID","errorType":"InvalidInvocationId"}',
    });
    const right = { 'Lambda-Runtime-Invocation-Id': String(headers['lambda-runtime-invocation-id']) };
    expect((await call('POST', at('response'), '1', right)).status).toBe(202);
  });

  test('in an unknown mode is refused', async () => {
    await begin();
    const mode = { 'Lambda-Runtime-Function-Response-Mode': 'telepathic' };
    expect(await call('POST', at('response'), '1', mode)).toMatchObject({
      status: 400,
      body: '{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}',
    });
  });

  test('a second one is refused', async () => {
    await begin();
    await call('POST', at('response'), '1');
    const reply = await call('POST', at('response'), '2');
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toMatchObject({ errorType: 'InvalidStateTransition' });
  });

  test('of the largest size is accepted', async () => {
    await begin();
    expect((await call('POST', at('response'), Buffer.alloc(maximumBytes, '1'))).status).toBe(202);
  });

  test('one byte more is refused, and the runtime goes on', async () => {
    await begin();
    const reply = await call('POST', at('response'), Buffer.alloc(maximumBytes + 1, '1'));
    expect(reply).toMatchObject({
      status: 413,
      body: '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
    });
    expect(facts.at(-1)).toEqual({ type: 'responseTooLarge' });
    expect((await begin()).status).toBe(200);
  });

  test('an unknown mode is refused', async () => {
    await begin();
    const reply = await call('POST', at('response'), '1', { 'Lambda-Runtime-Function-Response-Mode': 'odd' });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ errorType: 'InvalidFunctionResponseMode' });
  });

  test('that breaks off is no response', async () => {
    await begin();
    await new Promise<void>((resolve) => {
      const request = httpRequest(`http://${listener.address}${at('response')}`, {
        method: 'POST',
        headers: { 'Content-Length': '100' },
      });
      request.on('error', () => resolve());
      request.write('{"half', () => request.destroy(new Error('cut')));
    });
    expect(lastPhase()).toEqual({ type: 'next' });
    expect((await call('POST', at('response'), '1')).status).toBe(202);
  });
});

describe('streamed response', () => {
  const streaming = {
    'Lambda-Runtime-Function-Response-Mode': 'streaming',
    Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
  };

  /** A caller who takes every chunk, and tells when it has one. */
  class CollectingSink {
    text = '';
    readonly #taken = new Emitter<string>();

    get bytes(): number {
      return this.text.length;
    }

    async write(chunk: Uint8Array): Promise<void> {
      this.text += Buffer.from(chunk).toString();
      this.#taken.fire(this.text);
    }

    async until(text: string): Promise<void> {
      if (this.text !== text) await nextEvent(this.#taken.event, (now) => now === text, new AbortController().signal);
    }
  }

  function open(): { readonly request: ClientRequest; readonly reply: Promise<number | undefined> } {
    const request = httpRequest(`http://${listener.address}${at('response')}`, { method: 'POST', headers: streaming });
    const reply = new Promise<number | undefined>((resolve) => {
      request.on('error', () => resolve(undefined));
      request.on('response', (response) => resolve(response.resume().statusCode));
    });
    return { request, reply };
  }

  test('reaches its caller piece by piece, before it has ended', async () => {
    const responseSink = new CollectingSink();
    await begin({ ...invocation, responseSink });
    const { request, reply } = open();
    request.write('one ');
    await responseSink.until('one ');
    expect(lastPhase()).toEqual({ type: 'next' });
    // The runtime cannot ask for more meanwhile.
    const early = await call('GET', `${base}/invocation/next`);
    expect(early.status).toBe(403);
    expect(JSON.parse(early.body).errorMessage).toContain('from InvocationResponse to Ready');
    request.end('two');
    expect(await reply).toBe(202);
    expect(responseSink.text).toBe('one two');
    expect(facts.at(-1)).toEqual({ type: 'response', payload: new Uint8Array() });
  });

  test('that fails late says so in trailers', async () => {
    const responseSink = new CollectingSink();
    await begin({ ...invocation, responseSink });
    const { request, reply } = open();
    request.write('so far');
    request.addTrailers({
      'Lambda-Runtime-Function-Error-Type': 'RangeError',
      'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorMessage":"no more"}').toString('base64'),
    });
    request.end();
    expect(await reply).toBe(202);
    const payload = Buffer.from('{"errorMessage":"no more"}');
    expect(facts.at(-1)).toEqual({ type: 'error', error: { errorType: 'RangeError', payload } });
  });

  test('that breaks off is told, and the runtime goes on', async () => {
    const responseSink = new CollectingSink();
    await begin({ ...invocation, responseSink });
    const { request, reply } = open();
    request.write('half');
    await responseSink.until('half');
    const truncated = nextEvent(told.event, ({ type }) => type === 'responseTruncated', new AbortController().signal);
    request.destroy();
    await truncated;
    expect(await reply).toBeUndefined();
    expect((await begin()).status).toBe(200);
  });

  test('without a caller who streams is gathered', async () => {
    await begin();
    const { request, reply } = open();
    request.write('one ');
    request.end('two');
    expect(await reply).toBe(202);
    expect(facts.at(-1)).toEqual({ type: 'response', payload: Buffer.from('one two') });
  });
});

describe('error', () => {
  test('passes type and object on', async () => {
    await begin();
    const body = '{"errorMessage":"boom","errorType":"ValueError","stackTrace":[]}';
    const reply = await call('POST', at('error'), body, { 'Lambda-Runtime-Function-Error-Type': 'ValueError' });
    expect(reply).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
    expect(facts.at(-1)).toEqual({ type: 'error', error: { errorType: 'ValueError', payload: Buffer.from(body) } });
  });

  test('what is not JSON becomes an error object', async () => {
    await begin();
    await call('POST', at('error'), 'plain');
    expect(facts.at(-1)).toEqual({
      type: 'error',
      error: {
        errorType: 'Function.Unknown',
        payload: Buffer.from('{"errorType":"Function.Unknown","errorMessage":"plain"}'),
      },
    });
  });
});

describe('init error', () => {
  test('is accepted before the first next', async () => {
    const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.ImportModuleError' };
    const reply = await call('POST', `${base}/init/error`, '{"errorMessage":"gone"}', headers);
    expect(reply.status).toBe(202);
    expect(facts.at(-1)).toMatchObject({ type: 'initError', error: { errorType: 'Runtime.ImportModuleError' } });
  });

  test('is refused afterwards', async () => {
    await begin();
    const reply = await call('POST', `${base}/init/error`, '{}');
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body).errorMessage).toContain('from Running to InitError');
  });
});

describe('restore', () => {
  /** The listener of a function with SnapStart. */
  async function snapStart(): Promise<void> {
    listener.close();
    session = new RuntimeSession((fact) => facts.push(fact), true);
    listener = await openRuntimeListener(session);
  }

  test('follows Init at once, and the first invocation follows the hooks', async () => {
    await snapStart();
    expect(await call('GET', `${base}/restore/next`)).toMatchObject({ status: 200, body: '' });
    expect(facts).toEqual([]);
    void call('GET', `${base}/invocation/next`).catch(() => {});
    while (facts.length === 0) await settle();
    expect(facts).toEqual([{ type: 'next' }]);
    expect((await call('GET', `${base}/restore/next`)).status).toBe(403);
  });

  test('that fails is a failed Init', async () => {
    await snapStart();
    await call('GET', `${base}/restore/next`);
    const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.AfterRestoreError' };
    expect((await call('POST', `${base}/restore/error`, '{"errorMessage":"hook"}', headers)).status).toBe(202);
    expect(facts).toMatchObject([{ type: 'initError', error: { errorType: 'Runtime.AfterRestoreError' } }]);
    expect((await call('GET', `${base}/invocation/next`)).status).toBe(403);
  });

  test('of another function is unknown', async () => {
    expect((await call('GET', `${base}/restore/next`)).status).toBe(404);
  });
});

describe('metadata', () => {
  const path = '/2026-01-15/metadata/execution-environment';
  const bearer = () => ({ Authorization: `Bearer ${listener.metadataToken}` });

  test('names the availability zone, to whoever has the token', async () => {
    const reply = await call('GET', path, undefined, bearer());
    expect(reply).toMatchObject({ status: 200, body: '{"AvailabilityZoneID":"use1-az1"}' });
    expect(reply.headers['cache-control']).toBe('private, max-age=43200, immutable');
    expect((await call('GET', path)).status).toBe(401);
    expect((await call('GET', path, undefined, { Authorization: 'Bearer other' })).status).toBe(401);
    expect((await call('POST', path, '{}', bearer())).status).toBe(405);
  });

  test.each([
    ['eu-central-1', 'euc1-az1'],
    ['ap-southeast-2', 'apse2-az1'],
    ['us-gov-west-1', 'usgw1-az1'],
  ])('of %s', async (region, zone) => {
    listener.close();
    listener = await openRuntimeListener(session, undefined, region);
    expect((await call('GET', path, undefined, bearer())).body).toBe(`{"AvailabilityZoneID":"${zone}"}`);
  });
});

test('other paths are unknown', async () => {
  expect((await call('GET', `${base}/invocation`)).status).toBe(404);
  expect((await call('DELETE', `${base}/invocation/next`)).status).toBe(404);
});

test.each([{ Origin: 'http://localhost:3000' }, { 'Sec-Fetch-Site': 'cross-site' }, { Host: 'evil.example' }])(
  'a web page is turned away: %j',
  async (headers) => {
    const reply = await call('GET', `${base}/invocation/next`, undefined, { ...headers } as Record<string, string>);
    expect(reply.status).toBe(403);
    expect(facts).toEqual([]);
  },
);

test('only the loopback address listens', () => {
  expect(listener.address).toMatch(/^127\.0\.0\.1:\d+$/);
});
