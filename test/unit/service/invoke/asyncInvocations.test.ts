import { beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { AsyncInvocations, type AsyncInvocationsOptions } from '../../../../src/service/invoke/asyncInvocations.ts';
import type { Invocation, InvocationOutcome } from '../../../../src/service/invoke/invocation.ts';
import { continueLineage } from '../../../../src/service/invoke/lineage.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { MemoryAsyncQueue } from '../../../fakes/memoryAsyncQueue.ts';

const success: InvocationOutcome = { payload: Buffer.from('1'), functionError: undefined, logTail: undefined };
const failure: InvocationOutcome = { payload: Buffer.from('{}'), functionError: 'Unhandled', logTail: undefined };
const throttle = new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.');

const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
const hashOf = (text: string) => /Lineage=1:([0-9a-f]+):0/.exec(continueLineage('', text))?.[1] ?? '';

const versionOf = (packageId: string): FunctionVersion => ({
  id: { region: 'eu-west-1', name: 'f' },
  version: '$LATEST',
  configuration: {},
  packageId,
  createdAt: 0,
});

const invocation = (requestId: string): Invocation => ({
  requestId,
  version: versionOf('first'),
  invokedFunctionArn: arn,
  payload: Buffer.from(`{"id":"${requestId}"}`),
  clientContext: undefined,
  traceId: 'Root=1',
  logTail: false,
});

let clock: FakeClock;
let queue: MemoryAsyncQueue;
let newest: FunctionVersion | undefined;
/** Seconds since the start and request id of every attempt. */
let attempts: [seconds: number, requestId: string, packageId: string][];
let answer: (requestId: string) => InvocationOutcome | Promise<InvocationOutcome>;

function make(options: Partial<AsyncInvocationsOptions> = {}): AsyncInvocations {
  return new AsyncInvocations({
    queue,
    resolveVersion: () => newest,
    run: async ({ requestId, version }) => {
      attempts.push([clock.monotonic() / 1000, requestId, version.packageId]);
      return answer(requestId);
    },
    concurrency: 10,
    clock,
    log: silentLog,
    ...options,
  });
}

beforeEach(() => {
  clock = new FakeClock();
  queue = new MemoryAsyncQueue();
  newest = versionOf('first');
  attempts = [];
  answer = () => success;
});

const seconds = () => attempts.map(([at]) => at);

describe('an accepted invocation', () => {
  test('is stored before it runs, runs at once, and is forgotten afterwards', async () => {
    make().accept(invocation('one'));
    expect(queue.list()).toMatchObject([{ requestId: 'one', attempts: 0, acceptedAt: clock.now() }]);
    expect(attempts).toEqual([]);
    await clock.advance(0);
    expect(attempts).toEqual([[0, 'one', 'first']]);
    expect(queue.list()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('that fails is tried again after one minute and after two more, with the same id', async () => {
    answer = () => failure;
    make().accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(attempts.map(([at, id]) => [at, id])).toEqual([
      [0, 'one'],
      [60, 'one'],
      [180, 'one'],
    ]);
    expect(queue.list()).toEqual([]);
  });

  test('that succeeds the second time is done', async () => {
    answer = () => (attempts.length === 1 ? failure : success);
    make().accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(seconds()).toEqual([0, 60]);
  });

  test('runs on the newest code', async () => {
    answer = () => failure;
    make().accept(invocation('one'));
    await clock.advance(1000);
    newest = versionOf('second');
    await clock.advance(60_000);
    expect(attempts.map(([, , packageId]) => packageId)).toEqual(['first', 'second']);
  });

  test('of a function that is gone is forgotten', async () => {
    make().accept(invocation('one'));
    newest = undefined;
    await clock.advance(0);
    expect([attempts, queue.list()]).toEqual([[], []]);
  });
});

describe('what is set for asynchronous invocations', () => {
  const withSettings = (settings: object) => make({ configured: () => ({ lastModified: 0, ...settings }) });

  test.each([
    [0, [0]],
    [1, [0, 60]],
    [2, [0, 60, 180]],
  ])('%i retries', async (maximumRetryAttempts, expected) => {
    answer = () => failure;
    withSettings({ maximumRetryAttempts }).accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(seconds()).toEqual(expected);
    expect(queue.list()).toEqual([]);
  });

  test('an event that would be too old is not tried again', async () => {
    answer = () => failure;
    withSettings({ maximumEventAgeInSeconds: 100 }).accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(seconds()).toEqual([0, 60]);
  });

  test('belongs to the qualifier that was invoked', async () => {
    answer = () => failure;
    const invocations = make({
      configured: (_id, qualifier) => ({ lastModified: 0, maximumRetryAttempts: qualifier === 'live' ? 0 : 1 }),
    });
    invocations.accept({ ...invocation('one'), invokedFunctionArn: `${arn}:live` });
    invocations.accept({ ...invocation('two'), invokedFunctionArn: arn });
    await clock.advance(3_600_000);
    expect(attempts.map(([at, id]) => [at, id])).toEqual([
      [0, 'one'],
      [0, 'two'],
      [60, 'two'],
    ]);
  });
});

describe('what is told about an invocation', () => {
  const onSuccess = 'arn:aws:sqs:eu-west-1:000000000000:done';
  const onFailure = 'arn:aws:sqs:eu-west-1:000000000000:failed';
  const deadLetter = 'arn:aws:sqs:eu-west-1:000000000000:dead';
  const told = () =>
    queue.deliveries.map(({ kind, targetArn, body, error }) => ({
      kind,
      targetArn,
      body: JSON.parse(Buffer.from(body).toString()) as unknown,
      ...(error === undefined ? {} : { error }),
    }));
  const configured = (settings: object = {}) => ({
    configured: () => ({ lastModified: 0, onSuccess, onFailure, ...settings }),
  });
  const record = (condition: string, approximateInvokeCount: number, response: object = {}) => ({
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: { requestId: 'one', functionArn: `${arn}:$LATEST`, condition, approximateInvokeCount },
    requestPayload: { id: 'one' },
    ...response,
  });
  const executed = { statusCode: 200, executedVersion: '$LATEST' };
  const failed = {
    responseContext: { ...executed, functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'boom' },
  };
  const withDeadLetter = () => {
    newest = { ...versionOf('first'), configuration: { DeadLetterConfig: { TargetArn: deadLetter } } };
  };

  beforeEach(() => {
    answer = () => ({ ...failure, payload: Buffer.from('{"errorType":"Error","errorMessage":"boom"}') });
  });

  test('a success goes to its destination', async () => {
    withDeadLetter();
    answer = () => success;
    make(configured()).accept(invocation('one'));
    await clock.advance(0);
    const body = record('Success', 1, { responseContext: executed, responsePayload: 1 });
    expect(told()).toEqual([{ kind: 'success', targetArn: onSuccess, body }]);
    expect(queue.list()).toEqual([]);
  });

  test('a failure goes to its destination and to the dead-letter queue, after the last attempt', async () => {
    withDeadLetter();
    make(configured()).accept(invocation('one'));
    await clock.advance(179_999);
    expect(told()).toEqual([]);
    await clock.advance(1);
    expect(told()).toEqual([
      { kind: 'failure', targetArn: onFailure, body: record('RetriesExhausted', 3, failed) },
      {
        kind: 'dead-letter',
        targetArn: deadLetter,
        body: { id: 'one' },
        error: { code: 200, message: 'boom' },
      },
    ]);
  });

  test('an event that would be too old at its next attempt is told with the answer of the last', async () => {
    make(configured({ maximumEventAgeInSeconds: 100 })).accept(invocation('one'));
    await clock.advance(60_000);
    expect(told()).toEqual([{ kind: 'failure', targetArn: onFailure, body: record('EventAgeExceeded', 2, failed) }]);
  });

  test('an event that grew too old before it could run', async () => {
    withDeadLetter();
    answer = () => {
      throw throttle;
    };
    make(configured({ maximumEventAgeInSeconds: 60 })).accept(invocation('one'));
    await clock.advance(63_000);
    expect(told()).toEqual([
      { kind: 'failure', targetArn: onFailure, body: record('EventAgeExceeded', 0) },
      {
        kind: 'dead-letter',
        targetArn: deadLetter,
        body: { id: 'one' },
        error: { code: 429, message: 'Rate Exceeded.' },
      },
    ]);
    expect([queue.list(), clock.pending]).toEqual([[], 0]);
  });

  test('a function that is stopped by its reserved concurrency is not tried', async () => {
    make({ ...configured(), isDisabled: ({ name }) => name === newest?.id.name }).accept(invocation('one'));
    await clock.advance(0);
    expect(told()).toEqual([{ kind: 'failure', targetArn: onFailure, body: record('ZeroReservedConcurrency', 0) }]);
    expect([attempts, queue.list(), clock.pending]).toEqual([[], [], 0]);
  });

  test('what the service refuses for good is told as its answer', async () => {
    answer = () => {
      throw new LambdaServiceError('InvalidParameterValueException', 400, 'No.');
    };
    make(configured()).accept(invocation('one'));
    await clock.advance(0);
    const response = {
      responseContext: { ...executed, statusCode: 400, functionError: 'Unhandled' },
      responsePayload: { errorType: 'InvalidParameterValueException', errorMessage: 'No.' },
    };
    expect(told()).toEqual([{ kind: 'failure', targetArn: onFailure, body: record('RetriesExhausted', 0, response) }]);
  });

  test('the round too many of a recursive loop is not run, unless the function may', async () => {
    const traceId = `Root=1;${continueLineage(`Lineage=1:${hashOf(arn)}:15`, arn)}`;
    answer = () => success;
    make(configured()).accept({ ...invocation('one'), traceId });
    await clock.advance(0);
    expect(attempts).toEqual([]);
    expect(told()).toMatchObject([
      {
        targetArn: onFailure,
        body: {
          requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 0 },
          responseContext: { statusCode: 400 },
          responsePayload: { errorType: 'RecursiveInvocationException' },
        },
      },
    ]);
    make({ mayRecurse: () => true }).accept({ ...invocation('two'), traceId });
    await clock.advance(0);
    expect(attempts).toHaveLength(1);
  });

  test('an alias tells its own name, and has its own destinations', async () => {
    answer = () => success;
    const destinations = {
      configured: (_id: object, qualifier: string) => ({ lastModified: 0, onSuccess: qualifier }),
    };
    make(destinations).accept({ ...invocation('one'), invokedFunctionArn: `${arn}:live` });
    await clock.advance(0);
    expect(told()).toMatchObject([
      { targetArn: 'live', body: { requestContext: { functionArn: `${arn}:live` }, responseContext: executed } },
    ]);
  });
});

describe('a throttle', () => {
  test('is no attempt; the waits grow', async () => {
    answer = () => {
      if (attempts.length <= 4) throw throttle;
      return success;
    };
    make().accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(seconds()).toEqual([0, 1, 3, 7, 15]);
    expect(queue.list()).toEqual([]);
  });

  test('ends with the age of the event', async () => {
    answer = () => {
      throw throttle;
    };
    make().accept(invocation('one'));
    await clock.advance(7 * 3_600_000);
    expect(Math.max(...seconds())).toBeLessThanOrEqual(6 * 3600);
    expect(queue.list()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

test('what the service cannot start now is tried again with growing waits', async () => {
  answer = () => {
    if (attempts.length <= 3) throw new LambdaServiceError('InvalidRuntimeException', 502, 'No ruby is installed.');
    return success;
  };
  make().accept(invocation('one'));
  await clock.advance(3_600_000);
  expect(seconds()).toEqual([0, 1, 3, 7]);
  expect(queue.list()).toEqual([]);
});

test('an error of the service itself loses nothing', async () => {
  answer = () => {
    if (attempts.length === 1) throw new Error('a bug');
    return success;
  };
  make().accept(invocation('one'));
  await clock.advance(0);
  expect(queue.list()).toHaveLength(1);
  await clock.advance(1000);
  expect(queue.list()).toEqual([]);
});

test('not more run at once than this machine carries', async () => {
  const open: (() => void)[] = [];
  answer = () => new Promise((resolve) => open.push(() => resolve(success)));
  const invocations = make({ concurrency: 2 });
  for (const id of ['one', 'two', 'three']) invocations.accept(invocation(id));
  await clock.advance(0);
  expect(attempts.map(([, id]) => id)).toEqual(['one', 'two']);
  open.shift()?.();
  await clock.advance(0);
  expect(attempts.map(([, id]) => id)).toEqual(['one', 'two', 'three']);
});

test('a queue that cannot be read ends a turn, not the service', async () => {
  const error = vi.fn();
  const invocations = make({ log: { ...silentLog, error } });
  vi.spyOn(queue, 'next').mockImplementationOnce(() => {
    throw new Error('disk I/O error');
  });
  invocations.accept(invocation('one'));
  await clock.advance(0);
  expect([attempts, error.mock.calls.length]).toEqual([[], 1]);
  invocations.accept(invocation('two'));
  await clock.advance(0);
  expect(queue.list()).toEqual([]);
});

test('a backlog stays in the store: no more of it is read than runs', async () => {
  answer = () => new Promise(() => {});
  const before = make();
  for (let n = 0; n < 1000; n += 1) before.accept(invocation(String(n)));
  before.dispose();
  const get = vi.spyOn(queue, 'get');
  make({ concurrency: 2 }).resume();
  await clock.advance(0);
  expect(get.mock.calls).toEqual([['0'], ['1']]);
});

describe('a restart', () => {
  test('takes up what waited, at its time', async () => {
    answer = () => failure;
    const before = make();
    before.accept(invocation('one'));
    await clock.advance(10_000);
    before.dispose();
    expect(clock.pending).toBe(0);
    await clock.advance(10_000);
    make().resume();
    await clock.advance(3_600_000);
    expect(seconds()).toEqual([0, 60, 180]);
  });

  test('runs again what it interrupted', async () => {
    answer = () => new Promise(() => {});
    const before = make();
    before.accept(invocation('one'));
    await clock.advance(0);
    before.dispose();
    answer = () => success;
    make().resume();
    await clock.advance(0);
    expect(attempts).toHaveLength(2);
    expect(queue.list()).toEqual([]);
  });

  test('does not count the attempt that the end of the service broke off', async () => {
    let end: (outcome: InvocationOutcome) => void = () => {};
    answer = () => new Promise((resolve) => (end = resolve));
    const before = make();
    before.accept(invocation('one'));
    await clock.advance(0);
    before.dispose();
    end(failure);
    await clock.advance(0);
    expect(queue.list()).toMatchObject([{ attempts: 0 }]);
  });
});
