import { InvokeCommand, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Deferred } from '../../src/base/deferred.ts';
import { LambdaServiceError } from '../../src/lambda/serviceError.ts';
import type { InvocationOutcome } from '../../src/service/invoke/invocation.ts';
import { arnOf, createTestFunction, refusal, TestService } from '../support/localService.ts';
import { sendSigned } from '../support/rawRequest.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
  await createTestFunction(test, 'f');
});
afterAll(() => test.dispose());

const echo: TestService['invoker']['answer'] = ({ payload }) => ({
  payload,
  functionError: undefined,
  logTail: undefined,
});
beforeEach(() => {
  test.invoker.answer = echo;
  test.invoker.invoked.length = 0;
  test.invoker.queued.length = 0;
});

const invoke = (input: Partial<InvokeCommandInput> = {}) =>
  test.lambda.send(new InvokeCommand({ FunctionName: 'f', ...input }));
const path = '/2015-03-31/functions/f/invocations';
const raw = (headers: Record<string, string>, body: string | Buffer = '{}') =>
  sendSigned(test.service.endpoint, { method: 'POST', path, headers, body }, test.service);

describe('Invoke, synchronous', () => {
  it.each(['{"a": 1.0e5, "b": [ ]}', '"World"', 'null', '0', ' [1,2]\n', '{"ü":"\\u00fc"}'])(
    'hands over %s byte for byte, and back',
    async (text) => {
      const answer = await invoke({ Payload: Buffer.from(text) });
      expect(Buffer.from(test.invoker.invoked[0]?.payload ?? []).toString()).toBe(text);
      expect(answer.Payload?.transformToString()).toBe(text);
      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(answer.FunctionError).toBeUndefined();
    },
  );

  it('invokes with an empty object when there is no payload', async () => {
    await invoke();
    expect(Buffer.from(test.invoker.invoked[0]?.payload ?? []).toString()).toBe('{}');
  });

  it('tells an answer with a function error from one without', async () => {
    const payload = Buffer.from('{"errorType":"Error"}');
    test.invoker.answer = () => ({ payload, functionError: 'Unhandled', logTail: undefined });
    const answer = await invoke();
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(answer.Payload?.transformToString()).toBe('{"errorType":"Error"}');
  });

  it('gives the end of the log when it is asked for', async () => {
    test.invoker.answer = ({ payload, logTail }) => ({
      payload,
      functionError: undefined,
      logTail: logTail ? Buffer.from('START\nEND\n') : undefined,
    });
    expect(Buffer.from((await invoke({ LogType: 'Tail' })).LogResult ?? '', 'base64').toString()).toBe('START\nEND\n');
    expect((await invoke({ LogType: 'None' })).LogResult).toBeUndefined();
  });

  it('names every request, in the answer as for the function', async () => {
    const { $metadata } = await invoke();
    expect($metadata.requestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(test.invoker.invoked[0]?.requestId).toBe($metadata.requestId);
  });

  it('passes the ARN on as the caller named the function', async () => {
    await invoke();
    await invoke({ Qualifier: '$LATEST' });
    await invoke({ FunctionName: `${arnOf('f')}:$LATEST` });
    expect(test.invoker.invoked.map(({ invokedFunctionArn }) => invokedFunctionArn)).toEqual([
      arnOf('f'),
      `${arnOf('f')}:$LATEST`,
      `${arnOf('f')}:$LATEST`,
    ]);
  });

  it('passes a client context on as text', async () => {
    const context = '{"custom":{"foo":"bär"}}';
    await invoke({ ClientContext: Buffer.from(context).toString('base64') });
    expect(test.invoker.invoked[0]?.clientContext).toBe(context);
  });

  it('passes a trace on, and begins one where there is none', async () => {
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const given = await raw({ 'x-amzn-trace-id': trace });
    const passed = test.invoker.invoked[0]?.traceId;
    expect(passed).toMatch(new RegExp(`^${trace};Lineage=1:[0-9a-f]{8}:0$`));
    expect(given.headers['x-amzn-trace-id']).toBe(passed);
    await raw({});
    expect(test.invoker.invoked[1]?.traceId).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0$/,
    );
  });

  it('does not care for the content type', async () => {
    expect(await raw({ 'content-type': 'text/plain' }, '{"a":1}')).toMatchObject({ status: 200, text: '{"a":1}' });
  });

  it('writes the headers of AWS', async () => {
    const { headers } = await raw({}, '{"a":1}');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '7',
      'x-amz-executed-version': '$LATEST',
      'x-amzn-requestid': test.invoker.invoked[0]?.requestId,
    });
    expect(headers).not.toHaveProperty('x-amz-function-error');
    expect(headers).not.toHaveProperty('x-amz-log-result');
  });

  it('answers a refusal of the dispatcher with its members and headers', async () => {
    test.invoker.answer = () => {
      throw new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.', {
        fault: 'User',
        members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
        headers: { 'retry-after': '1' },
      });
    };
    const answer = await raw({});
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'x-amzn-errortype': 'TooManyRequestsException', 'retry-after': '1' },
    });
    expect(JSON.parse(answer.text)).toEqual({
      Type: 'User',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    expect(await refusal(invoke())).toMatchObject({ name: 'TooManyRequestsException', status: 429 });
  });

  it('answers a bug without telling its details', async () => {
    test.invoker.answer = () => {
      throw new TypeError('secret path /home/me');
    };
    expect(await refusal(invoke())).toEqual({
      name: 'ServiceException',
      status: 500,
      type: 'Service',
      message: 'The local Lambda service failed at this request. Its log has the details.',
    });
  });

  it('goes on when its caller leaves, and answers the next', async () => {
    const started = new Deferred<void>();
    const outcome = new Deferred<InvocationOutcome>();
    test.invoker.answer = () => {
      started.resolve();
      return outcome.promise;
    };
    const leave = new AbortController();
    const left = test.lambda.send(new InvokeCommand({ FunctionName: 'f' }), { abortSignal: leave.signal });
    await started.promise;
    leave.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    outcome.resolve({ payload: Buffer.from('1'), functionError: undefined, logTail: undefined });
    test.invoker.answer = echo;
    await expect(invoke()).resolves.toMatchObject({ StatusCode: 200 });
  });
});

describe('Invoke, asynchronous and rehearsed', () => {
  it('accepts an event with 202 and nothing else', async () => {
    const answer = await raw({ 'x-amz-invocation-type': 'Event' }, '{"a":1}');
    expect(answer).toMatchObject({ status: 202, text: '' });
    expect(answer.headers).not.toHaveProperty('x-amz-executed-version');
    expect(test.invoker.invoked).toEqual([]);
    expect(test.invoker.queued).toMatchObject([
      { requestId: answer.headers['x-amzn-requestid'], invokedFunctionArn: arnOf('f'), logTail: false },
    ]);
  });

  it('rehearses with 204 and runs nothing', async () => {
    expect(await raw({ 'x-amz-invocation-type': 'DryRun' })).toMatchObject({ status: 204, text: '' });
    expect([...test.invoker.invoked, ...test.invoker.queued]).toEqual([]);
    expect(await refusal(invoke({ FunctionName: 'nope', InvocationType: 'DryRun' }))).toMatchObject({ status: 404 });
  });
});

describe('Invoke refuses', () => {
  it.each([
    ['nope', undefined, `${arnOf('nope')}:$LATEST`],
    ['f', 'live', `${arnOf('f')}:live`],
    ['f:7', undefined, `${arnOf('f')}:7`],
  ])('the unknown function %s, qualifier %s', async (FunctionName, Qualifier, arn) => {
    expect(await refusal(invoke({ FunctionName, Qualifier }))).toEqual({
      name: 'ResourceNotFoundException',
      status: 404,
      type: 'User',
      message: `Function not found: ${arn}`,
    });
  });

  it('a payload that is no JSON, before it looks at anything else of it', async () => {
    expect(await refusal(invoke({ Payload: Buffer.from("{'a': 1}") }))).toEqual({
      name: 'InvalidRequestContentException',
      status: 400,
      type: 'User',
      message:
        "Could not parse request body into json: Could not parse payload into json: Unexpected character (''' (code 39)): was expecting double-quote to start field name\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]",
    });
  });

  it.each([
    'not base64',
    Buffer.from('[1]').toString('base64'),
    Buffer.from('"x"').toString('base64'),
    'e30='.repeat(900),
  ])('the client context %s', async (ClientContext) => {
    expect(await refusal(invoke({ ClientContext }))).toMatchObject({
      name: 'InvalidRequestContentException',
      status: 400,
      message: 'Client context must be a valid Base64-encoded JSON object.',
    });
  });

  it('types that there are not', async () => {
    expect((await refusal(invoke({ InvocationType: 'Later' as 'Event' }))).message).toBe(
      "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
    );
  });

  it('and runs nothing', () => {
    expect([...test.invoker.invoked, ...test.invoker.queued]).toEqual([]);
  });
});
