/** The Extensions API over HTTP: what it answers, and what it refuses in which words. */

import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ExtensionFact,
  ExtensionSession,
} from '../../../../src/service/environment/extensions/extensionSession.ts';
import type { RuntimeListener } from '../../../../src/service/environment/runtimeListener.ts';
import { RuntimeSession } from '../../../../src/service/environment/runtimeSession.ts';
import { openRuntimeListener } from '../../../../src/service/runtime/runtimeApi.ts';
import { settle } from '../../../fakes/fakeClock.ts';

const base = '/2020-01-01/extension';
const registered = { functionName: 'f', functionVersion: '7', handler: 'index.handler', accountId: '111122223333' };

let facts: ExtensionFact[];
let session: ExtensionSession;
let listener: RuntimeListener;

beforeEach(async () => {
  facts = [];
  session = new ExtensionSession(
    registered,
    (name, api, body) => `${name} ${api} ${Buffer.from(body)}`,
    (fact) => facts.push(fact),
  );
  listener = await openRuntimeListener(new RuntimeSession(() => {}), session);
});
afterEach(() => listener.close());

interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

function call(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false } as const;
    const request = httpRequest(`http://${listener.address}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function register(name: string, events: readonly string[], headers: Record<string, string> = {}): Promise<Reply> {
  return call('POST', `${base}/register`, { 'Lambda-Extension-Name': name, ...headers }, JSON.stringify({ events }));
}

const identityOf = ({ headers }: Reply) => ({
  'Lambda-Extension-Identifier': String(headers['lambda-extension-identifier']),
});
const refusal = (errorType: string, errorMessage: string) => ({ status: 403, body: { errorType, errorMessage } });

describe('register', () => {
  test('answers with the function, and with the account where that is asked for', async () => {
    session.expect('agent');
    const { accountId, ...function_ } = registered;
    const reply = await register('agent', ['INVOKE', 'SHUTDOWN']);
    expect(reply).toMatchObject({ status: 200, body: function_ });
    expect(reply.body).not.toHaveProperty('accountId');
    expect(reply.headers['lambda-extension-identifier']).toMatch(/^[0-9a-f-]{36}$/);
    expect(facts).toEqual([{ type: 'extensionsRegistered' }]);
    const accepted = { 'Lambda-Extension-Accept-Feature': 'other, accountId' };
    expect((await register('inside', ['INVOKE'], accepted)).body).toEqual({ ...function_, accountId });
  });

  test('is complete with the last executable', async () => {
    session.expect('one');
    session.expect('two');
    await register('one', []);
    expect(facts).toEqual([]);
    await register('two', []);
    expect(facts).toEqual([{ type: 'extensionsRegistered' }]);
  });

  test.each([
    ['without a name', '', ['INVOKE'], 'Extension.InvalidExtensionName', 'Empty extension name'],
    ['for an unknown event', 'agent', ['START'], 'Extension.InvalidEventType', 'START: ErrorInvalidEventType'],
    ['inside, for the end', 'inside', ['SHUTDOWN'], 'Extension.InvalidEventType', 'SHUTDOWN: ErrorInvalidEventType'],
  ])('%s is refused', async (_, name, events, errorType, errorMessage) => {
    session.expect('agent');
    expect(await register(name, events)).toMatchObject(refusal(errorType, errorMessage));
  });

  test('with something else than a list of events is refused', async () => {
    const header = { 'Lambda-Extension-Name': 'inside' };
    const type = 'InvalidRequestFormat';
    expect(await call('POST', `${base}/register`, header, '{')).toMatchObject({
      status: 403,
      body: { errorType: type },
    });
    const keys = '{"events":[],"configurationKeys":["a"]}';
    expect(await call('POST', `${base}/register`, header, keys)).toMatchObject(
      refusal(type, 'configurationKeys are deprecated; use environment variables instead'),
    );
  });

  test('twice is refused, in the words of either kind', async () => {
    session.expect('agent');
    await register('agent', []);
    expect(await register('agent', [])).toMatchObject(
      refusal(
        'Extension.InvalidExtensionState',
        'State transition from Registered to Registered failed for extension agent. Error: State transition is not allowed',
      ),
    );
    await register('inside', []);
    expect(await register('inside', [])).toMatchObject(
      refusal('Extension.InvalidExtensionState', 'Extension with this name already registered'),
    );
  });

  test('after Init is refused, and so is the eleventh', async () => {
    for (let count = 0; count < 10; count += 1) await register(`inside-${count}`, []);
    expect(await register('eleventh', [])).toMatchObject(
      refusal('Extension.TooManyExtensions', 'Extension limit (10) reached'),
    );
    session.closeRegistration();
    expect(await register('late', [])).toMatchObject(
      refusal('Extension.RegistrationClosed', 'Extension registration closed already'),
    );
  });
});

describe('event/next', () => {
  const invoke = {
    eventType: 'INVOKE',
    deadlineMs: 1_542_409_706_888,
    requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    invokedFunctionArn: 'arn:aws:lambda:us-east-2:123456789012:function:f',
    tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1' },
  } as const;

  test('waits for an event, and tells when everybody waits', async () => {
    const one = identityOf(await register('one', ['INVOKE']));
    const two = identityOf(await register('two', ['INVOKE']));
    const first = call('GET', `${base}/event/next`, one);
    await settle();
    expect(facts).toEqual([]);
    const second = call('GET', `${base}/event/next`, two);
    while (facts.length === 0) await settle();
    expect(facts).toEqual([{ type: 'extensionsReady' }]);
    session.deliver(invoke);
    expect(await first).toMatchObject({ status: 200, body: invoke });
    const { headers } = await second;
    expect(headers['lambda-extension-event-identifier']).toMatch(/^[0-9a-f-]{36}$/);
    expect(session.areReady).toBe(false);
  });

  test('keeps an event for an extension that is still busy', async () => {
    session.expect('agent');
    const identity = identityOf(await register('agent', ['SHUTDOWN']));
    session.deliver({ eventType: 'SHUTDOWN', shutdownReason: 'timeout', deadlineMs: 5 });
    expect((await call('GET', `${base}/event/next`, identity)).body).toEqual({
      eventType: 'SHUTDOWN',
      shutdownReason: 'timeout',
      deadlineMs: 5,
    });
  });

  test('twice at a time is refused', async () => {
    const identity = identityOf(await register('inside', ['INVOKE']));
    const parked = call('GET', `${base}/event/next`, identity);
    while (facts.length === 0) await settle();
    expect(await call('GET', `${base}/event/next`, identity)).toMatchObject({
      status: 403,
      body: {
        errorType: 'Extension.InvalidExtensionState',
        errorMessage: expect.stringContaining('from Ready to Ready'),
      },
    });
    session.deliver(invoke);
    await parked;
  });

  test.each([
    [undefined, 'Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header'],
    ['me', 'Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier'],
    [
      '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
      'Extension.UnknownExtensionIdentifier',
      'Unknown extension 8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    ],
  ])('of %s is refused', async (identifier, errorType, errorMessage) => {
    const headers = identifier === undefined ? {} : { 'Lambda-Extension-Identifier': identifier };
    expect(await call('GET', `${base}/event/next`, headers)).toMatchObject(refusal(errorType, errorMessage));
  });
});

describe('init/error and exit/error', () => {
  const type = { 'Lambda-Extension-Function-Error-Type': 'Extension.NoConfiguration' };

  test('are accepted and remembered: the first one counts', async () => {
    const one = identityOf(await register('one', []));
    const two = identityOf(await register('two', []));
    expect(await call('POST', `${base}/init/error`, { ...one, ...type }, '{}')).toMatchObject({
      status: 202,
      body: { status: 'OK' },
    });
    await call('POST', `${base}/exit/error`, { ...two, ...type });
    expect(session.reportedError).toBe('Extension.InitError');
    expect(session.all.map(({ status }) => [status.state, status.errorType])).toEqual([
      ['InitError', 'Extension.NoConfiguration'],
      ['ExitError', 'Extension.NoConfiguration'],
    ]);
  });

  test('want a type, and an error of Init comes during Init', async () => {
    const identity = identityOf(await register('inside', ['INVOKE']));
    expect(await call('POST', `${base}/exit/error`, identity)).toMatchObject(
      refusal('Extension.MissingHeader', 'Lambda-Extension-Function-Error-Type not found'),
    );
    const parked = call('GET', `${base}/event/next`, identity);
    while (facts.length === 0) await settle();
    expect(await call('POST', `${base}/init/error`, { ...identity, ...type })).toMatchObject({
      status: 403,
      body: { errorMessage: expect.stringContaining('State transition from Ready to InitError failed for extension ') },
    });
    session.deliver({ eventType: 'INVOKE' } as never);
    await parked;
  });
});

test('subscriptions are those of the extension that calls', async () => {
  const identity = identityOf(await register('inside', []));
  expect((await call('PUT', '/2022-07-01/telemetry/', identity, '{"a":1}')).body).toBe('inside Telemetry {"a":1}');
  expect((await call('PUT', '/2020-08-15/logs', identity, '{}')).body).toBe('inside Logs {}');
});
