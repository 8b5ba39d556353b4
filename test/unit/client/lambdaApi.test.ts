import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClientConnection } from '../../../src/client/connection.ts';
import { endpointSettings } from '../../../src/client/endpointSettings.ts';
import { lambdaApi } from '../../../src/client/lambdaApi.ts';
import { connectLocal } from '../../../src/client/localClients.ts';
import { logsApi } from '../../../src/client/logsApi.ts';
import type { LambdaApi } from '../../../src/lambda/api.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import { type Answer, HttpEndpoint, json } from '../../support/httpEndpoint.ts';

let endpoint: HttpEndpoint;
const opened: { dispose(): void }[] = [];

beforeEach(async () => {
  endpoint = await HttpEndpoint.start(json(200, {}));
});

afterEach(async () => {
  for (const one of opened.splice(0)) one.dispose();
  await endpoint.close();
});

/** As a connection to AWS: three attempts. */
function awsApi(): LambdaApi {
  const settings = endpointSettings({
    region: 'eu-central-1',
    endpoints: { lambda: endpoint.url, logs: endpoint.url, sts: endpoint.url, schemas: endpoint.url },
    credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: 'secret' }),
    maxAttempts: 3,
  });
  opened.push({ dispose: () => settings.requestHandler.destroy() });
  return lambdaApi(settings);
}

function local(): ClientConnection {
  const connection = connectLocal({
    endpoint: endpoint.url,
    region: 'us-east-1',
    accountId: '000000000000',
    accessKeyId: 'LOCAL',
    secretAccessKey: 'secret',
  });
  opened.push(connection);
  return connection;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const silence: Answer = () => {};
const hangUp: Answer = (response) => response.socket?.destroy();

describe('Invoke is sent exactly once', () => {
  test.each<[string, Answer]>([
    ['500', json(500, { Type: 'Service', Message: 'internal' }, { 'x-amzn-errortype': 'ServiceException' })],
    ['502', json(502, {})],
    ['503', json(503, {})],
    ['504', json(504, {})],
    ['429', json(429, { Reason: 'CallerRateLimitExceeded' }, { 'x-amzn-errortype': 'TooManyRequestsException' })],
    ['a broken connection', hangUp],
  ])('when the answer is %s', async (_, answer) => {
    endpoint.answer = answer;
    await expect(awsApi().invoke({ FunctionName: 'orders' })).rejects.toThrow();
    expect(endpoint.requests).toHaveLength(1);
  });

  test('when the answer does not come in time', async () => {
    endpoint.answer = silence;
    const error = await failure(awsApi().invoke({ FunctionName: 'orders' }, { requestTimeoutMs: 50 }));
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(endpoint.requests).toHaveLength(1);
  });

  test('also when its response is streamed', async () => {
    endpoint.answer = json(500, {});
    await expect(awsApi().invokeWithResponseStream({ FunctionName: 'orders' })).rejects.toThrow();
    expect(endpoint.requests).toHaveLength(1);
  });

  test('while the rest of the API does try again', async () => {
    const answers = [json(500, {}), json(429, {}), json(200, { Functions: [] })];
    endpoint.answer = (...exchange) => answers.shift()?.(...exchange);
    expect((await awsApi().listFunctions({})).Functions).toEqual([]);
    expect(endpoint.requests).toHaveLength(3);
  });

  test('and on Local nothing is sent twice', async () => {
    endpoint.answer = json(500, {});
    await expect(local().lambda.listFunctions({})).rejects.toThrow();
    expect(endpoint.requests).toHaveLength(1);
  });
});

describe('requests', () => {
  test('are Lambda’s own, signed for the Region', async () => {
    endpoint.answer = (response) => {
      response.writeHead(200, {
        'x-amzn-requestid': 'request-7',
        'x-amz-executed-version': '$LATEST',
        'x-amz-function-error': 'Unhandled',
        'x-amz-log-result': 'bG9n',
      });
      response.end('{"errorMessage":"boom"}');
    };
    const output = await awsApi().invoke({
      FunctionName: 'orders',
      Qualifier: 'live',
      InvocationType: 'RequestResponse',
      LogType: 'Tail',
      Payload: new TextEncoder().encode('{"a":1}'),
    });
    expect(endpoint.requests[0]).toMatchObject({
      method: 'POST',
      url: '/2015-03-31/functions/orders/invocations?Qualifier=live',
      body: '{"a":1}',
      headers: {
        'x-amz-invocation-type': 'RequestResponse',
        'x-amz-log-type': 'Tail',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/eu-central-1\/lambda\/aws4_request/,
        ),
      },
    });
    expect(output).toMatchObject({ FunctionError: 'Unhandled', ExecutedVersion: '$LATEST', LogResult: 'bG9n' });
    expect(output.$metadata.requestId).toBe('request-7');
    expect(output.Payload?.transformToString()).toBe('{"errorMessage":"boom"}');
  });

  test('share their sockets', async () => {
    const sockets = new Set<unknown>();
    endpoint.answer = (response, request) => {
      sockets.add(response.socket);
      json(200, {})(response, request);
    };
    const api = awsApi();
    await api.listFunctions({});
    await api.getFunction({ FunctionName: 'orders' });
    await api.invoke({ FunctionName: 'orders' });
    expect(sockets.size).toBe(1);
  });

  test('to the logs of a custom endpoint keep its host, Live Tail included', async () => {
    const settings = endpointSettings({
      region: 'us-east-1',
      endpoints: { lambda: endpoint.url, logs: endpoint.url, sts: undefined, schemas: undefined },
      credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: 'secret' }),
      maxAttempts: 1,
    });
    opened.push({ dispose: () => settings.requestHandler.destroy() });
    const refusal = json(400, { __type: 'ResourceNotFoundException', message: 'The log group does not exist' });
    endpoint.answer = refusal;
    const error = await failure(logsApi(settings).startLiveTail({ logGroupIdentifiers: ['arn'] }));
    expect(error).toMatchObject({ code: 'ResourceNotFoundException', httpStatus: 400 });
    expect(endpoint.requests[0]?.headers['x-amz-target']).toBe('Logs_20140328.StartLiveTail');
    expect(endpoint.requests[0]?.headers.host).toBe(new URL(endpoint.url).host);
  });
});

describe('aborting', () => {
  test('ends the HTTP request and rejects with the reason', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const arrived = new Promise<void>((resolve) => {
      endpoint.answer = (response) => {
        closed = once(response, 'close');
        resolve();
      };
    });
    const controller = new AbortController();
    const invoking = failure(local().lambda.invoke({ FunctionName: 'orders' }, { signal: controller.signal }));
    await arrived;
    controller.abort(new Error('cancelled by the developer'));
    expect(await invoking).toMatchObject({ message: 'cancelled by the developer' });
    await closed;
  });

  test('before the call sends nothing', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(awsApi().listFunctions({}, { signal })).rejects.toThrow('too late');
    expect(endpoint.requests).toEqual([]);
  });
});

describe('errors', () => {
  test('carry code, status, fault, message and the members of their shape', async () => {
    endpoint.answer = json(
      429,
      { Type: 'User', message: 'Rate Exceeded.', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
      { 'x-amzn-errortype': 'TooManyRequestsException' },
    );
    const error = await failure(awsApi().invoke({ FunctionName: 'orders' }));
    expect(error).toBeInstanceOf(LambdaServiceError);
    expect(error).toMatchObject({
      code: 'TooManyRequestsException',
      httpStatus: 429,
      fault: 'User',
      message: 'Rate Exceeded.',
      members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
    expect(JSON.stringify((error as LambdaServiceError).members)).not.toContain('requestId');
  });

  test('whose message has a capital M keep it', async () => {
    endpoint.answer = json(
      404,
      { Type: 'User', Message: 'Function not found: arn' },
      { 'x-amzn-errortype': 'ResourceNotFoundException' },
    );
    expect(await failure(awsApi().getFunction({ FunctionName: 'orders' }))).toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Function not found: arn',
      fault: 'User',
    });
  });

  test('that the SDK has no shape for keep their code', async () => {
    endpoint.answer = json(
      403,
      { message: 'Missing Authentication Token' },
      { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    );
    expect(await failure(awsApi().listFunctions({}))).toMatchObject({
      code: 'MissingAuthenticationTokenException',
      httpStatus: 403,
      message: 'Missing Authentication Token',
      fault: undefined,
    });
  });

  test('of a proxy, in HTML, are told as an answer that cannot be read', async () => {
    endpoint.answer = (response) => {
      response.writeHead(407, { 'content-type': 'text/html' });
      response.end('<html>Proxy Authentication Required</html>');
    };
    const error = await failure(local().lambda.listFunctions({}));
    expect(error).toBeInstanceOf(LambdaServiceError);
    expect(error).toMatchObject({ httpStatus: 407 });
  });

  test('of the network stay as they are', async () => {
    const { lambda } = local();
    await endpoint.close();
    const error = await failure(lambda.listFunctions({}));
    expect(error).not.toBeInstanceOf(LambdaServiceError);
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a new execution environment', () => {
  test('is asked for on Local, with a header that is signed', async () => {
    await local().lambda.invoke({ FunctionName: 'orders' }, { freshEnvironment: true });
    const headers = endpoint.requests[0]?.headers;
    expect(headers).toMatchObject({ 'lambda-workbench-environment': 'fresh' });
    expect(headers?.['authorization']).toContain(';lambda-workbench-environment');
  });

  test('is not asked for unless the caller wants it', async () => {
    await local().lambda.invoke({ FunctionName: 'orders' });
    expect(endpoint.requests[0]?.headers).not.toHaveProperty('lambda-workbench-environment');
  });

  test('is nothing that AWS can be asked for', async () => {
    expect(awsApi().canStartFresh).toBe(false);
    await expect(awsApi().invoke({ FunctionName: 'orders' }, { freshEnvironment: true })).rejects.toThrow(
      'Only the local service can start a new execution environment on request.',
    );
    expect(endpoint.requests).toHaveLength(0);
  });
});
