import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../src/app/refusal.ts';
import { payloadOf, runAnswerOf } from '../../../src/app/runAnswer.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { listPrices } from '../../../src/lambda/cost.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';

describe('the payload', () => {
  test('is text where it is UTF-8, a byte order mark included', () => {
    expect(payloadOf(new TextEncoder().encode('\ufeff{"é":1}'))).toEqual({
      payloadText: '\ufeff{"é":1}',
      payloadBytes: 11,
    });
    expect(payloadOf(new Uint8Array())).toEqual({ payloadText: undefined, payloadBytes: 0 });
  });

  test('is kept as bytes where it is not', () => {
    expect(payloadOf(new Uint8Array([0x7b, 0xff, 0x00]))).toEqual({
      payloadText: undefined,
      payloadBase64: 'e/8A',
      payloadBytes: 3,
    });
  });
});

describe('the event', () => {
  const infers = (event: unknown) =>
    runAnswerOf(
      { StatusCode: 200, $metadata: { requestId: 'r' } },
      {
        functionName: 'orders',
        region: 'eu-west-1',
        configuration: { Timeout: 3 },
        prices: listPrices,
        eventText: typeof event === 'string' ? event : JSON.stringify(event),
        startedAt: 0,
        clientMs: 1,
        receivedAt: 1,
      },
    ).infersHttp;

  test('of format 2.0 makes a body of an answer; others do not', () => {
    expect(infers({ version: '2.0', requestContext: { http: { method: 'GET' } } })).toBe(true);
    expect(infers({ version: '1.0', requestContext: { http: { method: 'GET' } } })).toBeUndefined();
    expect(infers({ version: '2.0', requestContext: {}, http: {} })).toBeUndefined();
    expect(infers('{"version":"2.0","http":')).toBeUndefined();
  });
});

test('the price says what it was worked out from', () => {
  const report =
    'REPORT RequestId: r\tDuration: 34.10 ms\tBilled Duration: 35 ms\tMemory Size: 256 MB\tMax Memory Used: 98 MB\t\n';
  const { costBasis, timeoutMs } = runAnswerOf(
    { StatusCode: 200, LogResult: Buffer.from(report).toString('base64'), $metadata: { requestId: 'r' } },
    {
      functionName: 'orders',
      region: 'eu-west-1',
      configuration: { Timeout: 3, Architectures: ['arm64'] },
      prices: listPrices,
      eventText: '{}',
      startedAt: 0,
      clientMs: 1,
      receivedAt: 1,
    },
  );
  expect(timeoutMs).toBe(3000);
  expect(costBasis).toBe(
    `256 MB for 35 ms on arm64 in eu-west-1, and the request. Prices: ${listPrices.source}, without free tier and discounts.`,
  );
});

describe('refusals say what happened and what to do', () => {
  const target = { label: 'dev · eu-west-1' };
  const refused = (code: string, message: string, httpStatus = 400, members: Record<string, unknown> = {}) => {
    const error = new LambdaServiceError(code, httpStatus, message, { members });
    const result = refusalOf(error, { functionName: 'orders', target, startedAt: 0 });
    if (result.kind !== 'refused') throw new Error('not refused');
    return { hint: result.hint, action: result.action?.command };
  };

  test('an expired session offers to sign in', () => {
    expect(refused('ExpiredTokenException', 'The security token included in the request is expired', 403)).toEqual({
      hint: 'Invoke orders on dev · eu-west-1: the session has expired. Sign in again: aws sso login --profile dev',
      action: 'signIn',
    });
  });

  test('a missing permission is named', () => {
    expect(
      refused(
        'AccessDeniedException',
        'User: arn:aws:iam::1:user/ann is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:1:function:orders because no identity-based policy allows the lambda:InvokeFunction action',
        403,
      ).hint,
    ).toBe(
      'Invoke orders on dev · eu-west-1: the permission lambda:InvokeFunction is missing. An administrator can add it to arn:aws:iam::1:user/ann.',
    );
  });

  test('a function deleted meanwhile offers to read the list again', () => {
    expect(
      refused('ResourceNotFoundException', 'Function not found: arn:aws:lambda:eu-west-1:1:function:orders', 404),
    ).toEqual({
      hint: 'Invoke orders on dev · eu-west-1: Function not found: arn:aws:lambda:eu-west-1:1:function:orders. It may have been deleted, or it is in another Region.',
      action: 'refresh',
    });
  });

  test('throttling tells by which limit', () => {
    expect(
      refused('TooManyRequestsException', 'Rate Exceeded.', 429, {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      }).hint,
    ).toMatch(/the function is at its reserved concurrency/);
  });

  test('recursion that was stopped says how to go on', () => {
    expect(
      refused(
        'RecursiveInvocationException',
        'Lambda has detected your function being invoked in a recursive loop',
        400,
      ).hint,
    ).toMatch(/called itself/);
  });

  test('a target that died mid-call says so, and on Local offers its restart', () => {
    const error = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    expect(refusalOf(error, { functionName: 'orders', target, startedAt: 0 })).toMatchObject({
      code: 'ECONNRESET',
      hint: expect.stringMatching(
        /the connection broke \(ECONNRESET\)\..* The function may have run all the same: its log tells\.$/,
      ),
    });
    expect(refusalOf(error, { functionName: 'orders', target: { label: 'Local' }, startedAt: 0 })).toMatchObject({
      hint: 'Invoke orders on Local: the local service does not answer (ECONNRESET). The function may have run all the same: its log tells.',
      action: { command: 'restartLocalService' },
    });
  });

  test('what was not sent says why, with its own button only', () => {
    const error = new HumanError('No.', {
      action: { label: 'Delete all', command: 'lambdaWorkbench.resetLocalService' },
    });
    expect(refusalOf(error, { functionName: 'orders', target, startedAt: 0 })).toEqual({
      kind: 'refused',
      code: 'NotSent',
      message: 'No.',
      hint: undefined,
      startedAt: 0,
    });
  });
});
