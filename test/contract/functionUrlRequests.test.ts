/** Requests to function URLs: the event that a function gets, the response that its answer becomes, and who may call. */

import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LambdaServiceError } from '../../src/lambda/serviceError.ts';
import { createTestFunction, TestService, testAccountId } from '../support/localService.ts';
import { type RawRequest, send as sendRaw, sendSigned } from '../support/rawRequest.ts';

let test: TestService;
let host: string;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f', { Publish: true });
  await test.lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
  for (const Qualifier of [undefined, 'live']) await permit('f', Qualifier);
});
afterAll(() => test.dispose());
beforeEach(async () => {
  test.invoker.invoked.length = 0;
  answer({ statusCode: 200 });
  host = await create();
});
afterEach(() => remove());

/** As the console does for a URL that everybody may call. */
async function permit(FunctionName: string, Qualifier?: string): Promise<void> {
  const shared = { FunctionName, Qualifier, Principal: '*' };
  const url = { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' } as const;
  await test.lambda.send(new AddPermissionCommand({ ...shared, ...url, StatementId: 'url' }));
  const invoke = { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true };
  await test.lambda.send(new AddPermissionCommand({ ...shared, ...invoke, StatementId: 'invoke' }));
}

async function create(changes: Partial<CreateFunctionUrlConfigCommandInput> = {}): Promise<string> {
  const command = new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE', ...changes });
  return new URL((await test.lambda.send(command)).FunctionUrl ?? '').host;
}

const remove = (FunctionName = 'f', Qualifier?: string) =>
  test.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier }));

async function recreate(changes: Partial<CreateFunctionUrlConfigCommandInput>): Promise<void> {
  await remove();
  host = await create(changes);
}

const send = (request: Partial<RawRequest> = {}, to = host) =>
  sendRaw(test.service.endpoint, { path: '/', ...request, headers: { host: to, ...request.headers } });

function answer(value: unknown): void {
  test.invoker.answer = () => ({
    payload: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    functionError: undefined,
    logTail: undefined,
  });
}

interface UrlEvent {
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: object;
}

function event(): UrlEvent {
  const [invocation] = test.invoker.invoked;
  return JSON.parse(Buffer.from(invocation?.payload ?? []).toString()) as UrlEvent;
}

const forbidden = JSON.stringify({
  Message:
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
});

describe('the event', () => {
  it('has payload format 2.0', async () => {
    const sent = await send({
      method: 'POST',
      path: '/pa2%Fth/1?q=query&multi=foo&multi=%2Fbar',
      headers: {
        'content-type': 'application/json',
        'Extra-Headers': 'With WeiRd CapS',
        cookie: 'a=1; b=2',
        'user-agent': 'test/echo',
      },
      body: '{"foo":"bär"}',
    });
    const { port } = new URL(test.service.endpoint);
    const domainName = host.replace(/:\d+$/, '');
    const apiId = domainName.split('.')[0];
    expect(event()).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/pa2%Fth/1',
      rawQueryString: 'q=query&multi=foo&multi=%2Fbar',
      cookies: ['a=1', 'b=2'],
      headers: {
        host,
        'content-type': 'application/json',
        'content-length': '14',
        'extra-headers': 'With WeiRd CapS',
        'user-agent': 'test/echo',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': port,
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { q: 'query', multi: 'foo,/bar' },
      requestContext: {
        accountId: 'anonymous',
        apiId,
        domainName,
        domainPrefix: apiId,
        http: {
          method: 'POST',
          path: '/pa2%Fth/1',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test/echo',
        },
        requestId: sent.headers['x-amzn-requestid'],
        routeKey: '$default',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/) as string,
        timeEpoch: expect.any(Number) as number,
      },
      body: '{"foo":"bär"}',
      isBase64Encoded: false,
    });
    expect(test.invoker.invoked[0]?.requestId).toBe(sent.headers['x-amzn-requestid']);
  });

  it('has neither query, cookies nor body where there are none', async () => {
    await send();
    for (const absent of ['cookies', 'queryStringParameters', 'body']) expect(event()).not.toHaveProperty(absent);
    expect(event()).toMatchObject({ rawPath: '/', rawQueryString: '', isBase64Encoded: false });
  });

  it.each([
    ['text/plain', 'text', false],
    ['application/vnd.api+json', '{}', false],
    ['multipart/form-data; boundary=x', '--x--', true],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/octet-stream', '\u0000', true],
    ['text/plain', Buffer.from([0xff]), true],
  ])('carries a body of %s %j: as base64 %s', async (type, body, isBase64Encoded) => {
    await send({ method: 'PUT', headers: { 'content-type': type }, body });
    const text = Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8');
    expect(event()).toMatchObject({ body: text, isBase64Encoded });
  });

  it('of an alias runs its version', async () => {
    const ofAlias = await create({ Qualifier: 'live' });
    expect((await send({}, ofAlias)).status).toBe(200);
    expect(test.invoker.invoked[0]).toMatchObject({ version: { version: '1' } });
    await remove('f', 'live');
    expect(await send({}, ofAlias)).toMatchObject({ status: 403, text: '{"Message":null}' });
  });
});

describe('the response', () => {
  it.each([
    [{ hello: 'world' }, '{"hello":"world"}'],
    ['{"hello":  "world"}', '{"hello":  "world"}'],
    ['"hello"', 'hello'],
    ['3', '3'],
    ['true', 'true'],
    ['["hello", 3, true]', '["hello", 3, true]'],
    ['null', 'null'],
    [{ body: 'no status' }, '{"body":"no status"}'],
  ])('of %j without a status is the body of a 200', async (value, text) => {
    answer(value);
    const got = await send();
    expect([got.status, got.headers['content-type'], got.text]).toEqual([200, 'application/json', text]);
    expect(got.headers['content-length']).toBe(String(Buffer.byteLength(text)));
  });

  it('has the status, headers and cookies that the function gives', async () => {
    answer({
      statusCode: 201,
      headers: { 'X-Custom': 'yes', 'content-type': 'text/html', connection: 'close' },
      cookies: ['a=1; Secure', 'b=2'],
      body: Buffer.from('<p>é').toString('base64'),
      isBase64Encoded: true,
    });
    const got = await send();
    expect(got).toMatchObject({ status: 201, text: '<p>é' });
    expect(got.headers).toMatchObject({ 'x-custom': 'yes', 'content-type': 'text/html' });
    expect(got.headers['set-cookie']).toEqual(['a=1; Secure', 'b=2']);
    answer({ statusCode: 204 });
    expect(await send()).toMatchObject({ status: 204, text: '' });
  });

  it('of a function that fails, or answers with what is none, is 502', async () => {
    const failed = { status: 502, text: 'Internal Server Error' };
    for (const value of [
      'no json',
      { statusCode: 99 },
      { statusCode: 'ok' },
      { statusCode: 200, headers: { 'a b': 'c' } },
    ]) {
      answer(value);
      expect(await send()).toMatchObject(failed);
    }
    test.invoker.answer = () => ({ payload: Buffer.from('{}'), functionError: 'Unhandled', logTail: undefined });
    expect(await send()).toMatchObject(failed);
    test.invoker.answer = () => {
      throw new LambdaServiceError('InvalidRuntimeException', 502, 'No ruby is installed.');
    };
    expect(await send()).toMatchObject(failed);
  });

  it('of a function that is throttled is 429', async () => {
    test.invoker.answer = () => {
      throw new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.', { fault: 'User' });
    };
    expect(await send()).toMatchObject({ status: 429 });
  });

  it('to more than 6 MB is 413', async () => {
    expect(await send({ method: 'POST', body: Buffer.alloc(6 * 1024 * 1024 + 1) })).toMatchObject({ status: 413 });
    expect(test.invoker.invoked).toEqual([]);
  });
});

describe('a URL', () => {
  it('for everybody needs both permissions', async () => {
    await createTestFunction(test, 'closed');
    const closed = await create({ FunctionName: 'closed' });
    expect(await send({}, closed)).toMatchObject({ status: 403, text: forbidden });
    expect((await send({}, closed)).headers['x-amzn-errortype']).toBe('AccessDeniedException');
    await permit('closed');
    expect(await send({}, closed)).toMatchObject({ status: 200 });
  });

  it('with AWS_IAM wants a signature, and tells the function who signed', async () => {
    await recreate({ AuthType: 'AWS_IAM' });
    expect(await send()).toMatchObject({ status: 403, text: forbidden });
    const { credentials } = test.service;
    const to = `http://${host}`;
    const sign = (options: { secretAccessKey?: string; region?: string }, body = 'text') =>
      sendSigned(
        test.service.endpoint,
        { method: 'POST', path: '/a', headers: { host }, body },
        {
          credentials: { ...credentials, ...options },
          region: options.region ?? 'us-east-1',
        },
      );
    expect(to).toContain('.lambda-url.us-east-1.localhost');
    expect(await sign({ secretAccessKey: 'wrong' })).toMatchObject({ status: 403 });
    expect(await sign({ region: 'eu-west-1' })).toMatchObject({ status: 403, text: forbidden });
    expect(test.invoker.invoked).toEqual([]);
    expect(await sign({})).toMatchObject({ status: 200 });
    expect(event().requestContext).toMatchObject({
      accountId: testAccountId,
      authorizer: {
        iam: {
          accessKey: credentials.accessKeyId,
          accountId: testAccountId,
          callerId: testAccountId,
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: `arn:aws:iam::${testAccountId}:root`,
          userId: testAccountId,
        },
      },
    });
  });

  it('that nobody has is refused, also with two names of it', async () => {
    const other = host.replace(/^[^.]+/, 'a'.repeat(32));
    expect(await send({}, other)).toMatchObject({ status: 403, text: '{"Message":null}' });
    expect(await send({}, host.replace('us-east-1', 'eu-west-1'))).toMatchObject({ status: 403 });
    expect((await send({}, `${host}.example.com`)).status).toBe(403);
    expect(test.invoker.invoked).toEqual([]);
  });
});

describe('CORS', () => {
  const Cors = {
    AllowOrigins: ['https://example.com', 'http://*.local'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['x-one', 'x-two'],
    ExposeHeaders: ['x-three'],
    AllowCredentials: true,
    MaxAge: 60,
  };
  const preflight = (origin: string) =>
    send({
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-one' },
    });

  it('answers a preflight without the function', async () => {
    await recreate({ Cors });
    const { status, headers } = await preflight('https://example.com');
    expect([status, test.invoker.invoked]).toEqual([200, []]);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'x-one,x-two',
      'access-control-expose-headers': 'x-three',
      'access-control-max-age': '60',
      vary: 'Origin',
    });
    const stranger = await preflight('https://example.com.evil');
    expect([stranger.status, stranger.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    expect(test.invoker.invoked).toEqual([]);
  });

  it('puts its headers on answers to origins that are allowed, over those of the function', async () => {
    await recreate({ Cors });
    answer({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*', 'x-three': '3' } });
    const got = await send({ headers: { origin: 'http://app.local' } });
    expect(got.headers).toMatchObject({ 'access-control-allow-origin': 'http://app.local', 'x-three': '3' });
    await recreate({ Cors: { AllowOrigins: ['*'] } });
    answer({ statusCode: 200 });
    expect((await send({ headers: { origin: 'https://any.example' } })).headers['access-control-allow-origin']).toBe(
      '*',
    );
  });

  it('is the function’s own business where nothing is configured', async () => {
    expect((await preflight('https://example.com')).headers).not.toHaveProperty('access-control-allow-origin');
    expect(event().requestContext).toMatchObject({ http: { method: 'OPTIONS' } });
  });
});
