import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { InvokeSession } from '../../../src/app/invokeSession.ts';
import { HumanError } from '../../../src/base/humanError.ts';
import { silentLog } from '../../../src/base/log.ts';
import { listPrices } from '../../../src/lambda/cost.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import type { RunAnswer, RunState } from '../../../src/protocol/invokePanel.ts';
import { FakeClock, settle } from '../../fakes/fakeClock.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { RunHistories } from '../../support/runHistories.ts';

const payload = (text: string) => Uint8ArrayBlobAdapter.fromString(text);
const report =
  'REPORT RequestId: request-1\tDuration: 12.34 ms\tBilled Duration: 113 ms\tMemory Size: 512 MB\tMax Memory Used: 80 MB\tInit Duration: 100.10 ms\t\n';
const coldLog = `START RequestId: request-1 Version: $LATEST\nhello\nEND RequestId: request-1\n${report}`;

let target: InMemoryTarget;
let histories: RunHistories;
let clock: FakeClock;
let configuration: FunctionConfiguration | undefined;

beforeEach(() => {
  target = inMemoryTarget();
  histories = new RunHistories();
  clock = new FakeClock();
  configuration = { FunctionName: 'orders', Timeout: 7, MemorySize: 512, Architectures: ['arm64'] };
});

afterEach(() => histories.dispose());

function newSession(): InvokeSession {
  return new InvokeSession(target, 'orders', {
    clock,
    log: silentLog,
    prices: listPrices,
    history: histories.open({ targetId: 'local', functionName: 'orders' }),
    configuration: () => configuration,
  });
}

const sentInvoke = () => target.lambda.callsOf('invoke')[0];

describe('what is sent', () => {
  test('a synchronous invoke asks for the log, waits as long as the function may run, and is not qualified by $LATEST', async () => {
    await newSession().invoke({ ...emptyIntent, eventText: '{"a":1}' });
    expect(sentInvoke()?.input).toEqual({
      FunctionName: 'orders',
      InvocationType: 'RequestResponse',
      LogType: 'Tail',
      Payload: new TextEncoder().encode('{"a":1}'),
    });
    expect(sentInvoke()?.options?.requestTimeoutMs).toBe(37_000);
  });

  test('without a configuration the longest timeout counts', async () => {
    configuration = undefined;
    await newSession().invoke(emptyIntent);
    expect(sentInvoke()?.options?.requestTimeoutMs).toBe(930_000);
  });

  test('an asynchronous one carries neither log type nor client context', async () => {
    await newSession().invoke({
      eventText: '  ',
      qualifier: 'live',
      invocationType: 'Event',
      clientContext: '{"client":{}}',
    });
    expect(sentInvoke()?.input).toEqual({
      FunctionName: 'orders',
      InvocationType: 'Event',
      Qualifier: 'live',
      Payload: new TextEncoder().encode('{}'),
    });
  });

  test('a client context goes as base64', async () => {
    await newSession().invoke({ ...emptyIntent, clientContext: '{"custom":{"é":1}}' });
    expect(sentInvoke()?.input).toMatchObject({
      ClientContext: Buffer.from('{"custom":{"é":1}}').toString('base64'),
    });
  });
});

describe('what is refused before anything is sent', () => {
  test.each([
    ['{"a": tru}', 'The event is not valid JSON: line 1, column 7: '],
    ['{\n  "a": 1,\n}', 'The event is not valid JSON: line 3, column 1: '],
    ['{"a":1} // note', 'The event is not valid JSON: line 1, column 9: '],
    ['[1, 2', 'The event is not valid JSON: line 1, column 6: '],
  ])('%j is told with its place', async (eventText, message) => {
    await expect(newSession().invoke({ ...emptyIntent, eventText })).rejects.toThrow(message);
    expect(target.lambda.calls).toEqual([]);
  });

  test('events above the limit of their kind', async () => {
    const eventText = JSON.stringify('x'.repeat(1024 * 1024));
    const session = newSession();
    await expect(session.invoke({ ...emptyIntent, eventText, invocationType: 'Event' })).rejects.toThrow(
      'The event is too large for an asynchronous invoke: 1 MB, and the limit is 1 MB.',
    );
    await session.invoke({ ...emptyIntent, eventText });
    await expect(
      session.invoke({ ...emptyIntent, eventText: JSON.stringify('x'.repeat(6 * 1024 * 1024)) }),
    ).rejects.toThrow('too large for a synchronous invoke');
    expect(target.lambda.callsOf('invoke')).toHaveLength(1);
  });

  test('client contexts that are no object, or too large', async () => {
    const session = newSession();
    await expect(session.invoke({ ...emptyIntent, clientContext: '[1]' })).rejects.toThrow('must be a JSON object');
    await expect(session.invoke({ ...emptyIntent, clientContext: '{' })).rejects.toThrow(
      'client context is not valid JSON',
    );
    const large = JSON.stringify({ custom: 'x'.repeat(3000) });
    await expect(session.invoke({ ...emptyIntent, clientContext: large })).rejects.toThrow('the limit is 3583');
  });

  test('a second invocation while one runs', async () => {
    const gate = target.lambda.hold('invoke');
    const session = newSession();
    const first = session.invoke(emptyIntent);
    await expect(session.invoke(emptyIntent)).rejects.toBeInstanceOf(HumanError);
    gate.resolve();
    expect((await first).kind).toBe('answer');
    expect(target.lambda.callsOf('invoke')).toHaveLength(1);
  });
});

describe('what comes back', () => {
  test('an answer with its payload, report, cost, log and time', async () => {
    const gate = target.lambda.hold('invoke');
    target.lambda.onInvoke = () => ({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: payload('{"ok":"é"}'),
      LogResult: Buffer.from(coldLog).toString('base64'),
    });
    const session = newSession();
    const running = session.invoke(emptyIntent);
    await settle();
    await clock.advance(250);
    gate.resolve();
    const result = (await running) as RunAnswer;
    expect(result).toMatchObject({
      kind: 'answer',
      statusCode: 200,
      executedVersion: '$LATEST',
      requestId: 'request-1',
      clientMs: 250,
      payloadText: '{"ok":"é"}',
      payloadBytes: 11,
      functionError: undefined,
      report: { durationMs: 12.34, billedDurationMs: 113, maxMemoryUsedMB: 80, initDurationMs: 100.1 },
      log: { outcome: 'success', logGroupName: '/aws/lambda/orders' },
    });
    expect(result.costUSD).toBeCloseTo(0.0000002 + 0.5 * 0.113 * 0.0000133334, 14);
  });

  test('no payload is none, not an empty text', async () => {
    target.lambda.onInvoke = () => ({ StatusCode: 202, Payload: new Uint8ArrayBlobAdapter() });
    const result = await newSession().invoke({ ...emptyIntent, invocationType: 'Event' });
    expect(result).toMatchObject({ kind: 'answer', statusCode: 202, payloadText: undefined, costUSD: undefined });
  });

  test('a failed function is an answer with its error', async () => {
    target.lambda.onInvoke = () => ({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      Payload: payload(
        '{"errorType":"TypeError","errorMessage":"boom","trace":["TypeError: boom","    at handler (/var/task/index.js:3:9)"]}',
      ),
    });
    const result = (await newSession().invoke(emptyIntent)) as RunAnswer;
    expect(result.functionError).toEqual({
      header: 'Unhandled',
      errorType: 'TypeError',
      errorMessage: 'boom',
      frames: [
        {
          text: 'at handler (/var/task/index.js:3:9)',
          location: { file: '/var/task/index.js', line: 3, column: 9 },
        },
      ],
    });
  });

  test('a refused request keeps AWS’s code and words, and gains a hint', async () => {
    const message = 'User: arn:aws:iam::1:user/me is not authorized to perform: lambda:InvokeFunction on resource: x';
    target.lambda.failNext('invoke', new LambdaServiceError('AccessDeniedException', 403, message));
    expect(await newSession().invoke(emptyIntent)).toMatchObject({
      kind: 'refused',
      code: 'AccessDeniedException',
      message,
      hint: expect.stringContaining('the permission lambda:InvokeFunction is missing'),
    });
  });

  test('a target that cannot be reached refuses too', async () => {
    target.refuse(new HumanError('The local service is stopped.'));
    expect(await newSession().invoke(emptyIntent)).toMatchObject({
      kind: 'refused',
      code: 'NotSent',
      message: 'The local service is stopped.',
      hint: undefined,
    });
  });
});

describe('cancelling', () => {
  test('settles at once, also where the target does not listen', async () => {
    const session = newSession();
    target.connect = () => new Promise(() => {});
    const running = session.invoke(emptyIntent);
    session.cancel();
    expect((await running).kind).toBe('cancelled');
    expect(session.run.state).toBe('finished');
  });

  test('aborts the request; the session is free for the next one', async () => {
    target.lambda.hold('invoke');
    const session = newSession();
    const running = session.invoke(emptyIntent);
    await settle();
    session.cancel();
    expect((await running).kind).toBe('cancelled');
    expect(sentInvoke()?.options?.signal?.aborted).toBe(true);
    session.cancel();
    target.lambda.hold('invoke').resolve();
    expect((await session.invoke(emptyIntent)).kind).toBe('answer');
  });

  test('disposing the session cancels', async () => {
    target.lambda.hold('invoke');
    const session = newSession();
    const running = session.invoke(emptyIntent);
    await settle();
    session.dispose();
    expect((await running).kind).toBe('cancelled');
  });
});

describe('states and history', () => {
  test('each run is announced at its beginning and its end', async () => {
    const session = newSession();
    const states: RunState[] = [];
    session.onDidChange((run) => states.push(run));
    const result = await session.invoke(emptyIntent);
    expect(states).toEqual([
      { state: 'running', runId: clock.now(), startedAt: clock.now() },
      { state: 'finished', runId: clock.now(), result },
    ]);
    expect(session.run).toBe(states[1]);
  });

  test('each run is in the history, and their numbers go on', async () => {
    const session = newSession();
    await session.invoke(emptyIntent);
    target.lambda.failNext('invoke', new LambdaServiceError('TooManyRequestsException', 429, 'Rate Exceeded.'));
    await session.invoke(emptyIntent);
    expect(session.history.map(({ runId, outcome }) => ({ runId, outcome }))).toEqual([
      { runId: clock.now(), outcome: 'success' },
      { runId: clock.now() + 1, outcome: 'refused' },
    ]);
  });
});
