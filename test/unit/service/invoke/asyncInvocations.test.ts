import { beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { AsyncInvocations } from '../../../../src/service/invoke/asyncInvocations.ts';
import type { Invocation, InvocationOutcome } from '../../../../src/service/invoke/invocation.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { MemoryAsyncQueue } from '../../../fakes/memoryAsyncQueue.ts';

const success: InvocationOutcome = { payload: Buffer.from('1'), functionError: undefined, logTail: undefined };
const failure: InvocationOutcome = { payload: Buffer.from('{}'), functionError: 'Unhandled', logTail: undefined };
const throttle = new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.');

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
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
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

function make(concurrency = 10): AsyncInvocations {
  return new AsyncInvocations({
    queue,
    resolveVersion: () => newest,
    run: async ({ requestId, version }) => {
      attempts.push([clock.monotonic() / 1000, requestId, version.packageId]);
      return answer(requestId);
    },
    concurrency,
    clock,
    log: silentLog,
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
  const withSettings = (configured: (qualifier: string) => object | undefined) =>
    new AsyncInvocations({
      queue,
      resolveVersion: () => newest,
      configured: (_id, qualifier) => {
        const settings = configured(qualifier);
        return settings === undefined ? undefined : { lastModified: 0, ...settings };
      },
      run: async ({ requestId, version }) => {
        attempts.push([clock.monotonic() / 1000, requestId, version.packageId]);
        return answer(requestId);
      },
      concurrency: 10,
      clock,
      log: silentLog,
    });

  test.each([
    [0, [0]],
    [1, [0, 60]],
    [2, [0, 60, 180]],
  ])('%i retries', async (maximumRetryAttempts, expected) => {
    answer = () => failure;
    withSettings(() => ({ maximumRetryAttempts })).accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(seconds()).toEqual(expected);
    expect(queue.list()).toEqual([]);
  });

  test('an event that would be too old is not tried again', async () => {
    answer = () => failure;
    withSettings(() => ({ maximumEventAgeInSeconds: 100 })).accept(invocation('one'));
    await clock.advance(3_600_000);
    expect(seconds()).toEqual([0, 60]);
  });

  test('belongs to the qualifier that was invoked', async () => {
    answer = () => failure;
    const asked: string[] = [];
    const invocations = withSettings((qualifier) => {
      asked.push(qualifier);
      return { maximumRetryAttempts: 0 };
    });
    const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f';
    invocations.accept({ ...invocation('one'), invokedFunctionArn: `${arn}:live` });
    invocations.accept({ ...invocation('two'), invokedFunctionArn: arn });
    await clock.advance(0);
    expect(asked.sort()).toEqual(['$LATEST', 'live']);
  });
});

describe('a function that is stopped by its reserved concurrency', () => {
  test('gives up what waits for it', async () => {
    const stopped = new AsyncInvocations({
      queue,
      resolveVersion: () => newest,
      isDisabled: ({ name }) => name === newest?.id.name,
      run: async () => {
        throw new Error('It must not run');
      },
      concurrency: 10,
      clock,
      log: silentLog,
    });
    stopped.accept(invocation('one'));
    await clock.advance(0);
    expect(queue.list()).toEqual([]);
    expect(clock.pending).toBe(0);
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

test('what cannot run at all is not tried again', async () => {
  answer = () => {
    throw new LambdaServiceError('InvalidRuntimeException', 502, 'java21 cannot be run locally yet.');
  };
  make().accept(invocation('one'));
  await clock.advance(3_600_000);
  expect(seconds()).toEqual([0]);
  expect(queue.list()).toEqual([]);
});

test('not more run at once than this machine carries', async () => {
  const open: (() => void)[] = [];
  answer = () => new Promise((resolve) => open.push(() => resolve(success)));
  const invocations = make(2);
  for (const id of ['one', 'two', 'three']) invocations.accept(invocation(id));
  await clock.advance(0);
  expect(attempts.map(([, id]) => id)).toEqual(['one', 'two']);
  open.shift()?.();
  await clock.advance(0);
  expect(attempts.map(([, id]) => id)).toEqual(['one', 'two', 'three']);
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
});
