import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyIntent } from '../../../../src/app/drafts.ts';
import { InvokeSession } from '../../../../src/app/invokeSession.ts';
import { StreamedPayload } from '../../../../src/app/runs/streamedPayload.ts';
import { Deferred } from '../../../../src/base/deferred.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { listPrices } from '../../../../src/lambda/cost.ts';
import { mostStreamChunks, type RunState, streamTailCharacters } from '../../../../src/protocol/invokePanel.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { type InMemoryTarget, inMemoryTarget } from '../../../fakes/inMemoryTarget.ts';
import { RunHistories } from '../../../support/runHistories.ts';

const streamed = { ...emptyIntent, invocationType: 'ResponseStream' } as const;
const chunk = (text: string) => ({ PayloadChunk: { Payload: new TextEncoder().encode(text) } });

let histories: RunHistories;
let target: InMemoryTarget;
let clock: FakeClock;
let session: InvokeSession;
let states: RunState[];

beforeEach(() => {
  histories = new RunHistories();
  target = inMemoryTarget();
  clock = new FakeClock();
  states = [];
  session = new InvokeSession(target, 'hello', {
    clock,
    log: silentLog,
    prices: listPrices,
    history: histories.open(),
    configuration: () => ({ Timeout: 5 }),
  });
  session.onDidChange((run) => void states.push(run));
});

afterEach(async () => {
  session.dispose();
  await histories.dispose();
});

/** Events, with a step to wait for between them. */
function answerWith(steps: readonly (object | Promise<unknown>)[]): void {
  target.lambda.onInvokeWithResponseStream = () => ({
    StatusCode: 200,
    EventStream: (async function* () {
      for (const step of steps) {
        if (step instanceof Promise) await step;
        else yield step;
      }
    })() as never,
  });
}

describe('a streamed response', () => {
  test('is told while it arrives, with the time to its first byte, and is an answer at its end', async () => {
    const gate = new Deferred<void>();
    answerWith([chunk('{"a":'), gate.promise, chunk('1}'), { InvokeComplete: { LogResult: '' } }]);
    const running = session.invoke(streamed);
    await settle();
    expect(states.at(-1)).toMatchObject({ state: 'running', streamed: { firstByteMs: 0, bytes: 5, tail: '{"a":' } });
    await clock.advance(120);
    gate.resolve();
    expect(await running).toMatchObject({
      kind: 'answer',
      payloadText: '{"a":1}',
      stream: {
        firstByteMs: 0,
        bytes: 7,
        chunks: [
          { atMs: 0, bytes: 5 },
          { atMs: 120, bytes: 2 },
        ],
      },
    });
    const [sent] = target.lambda.callsOf('invokeWithResponseStream');
    expect(sent?.input).toMatchObject({ FunctionName: 'hello', LogType: 'Tail' });
    expect(target.lambda.callsOf('invoke')).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('that the function breaks off says how, with what had arrived', async () => {
    answerWith([chunk('half'), { InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: 'boom' } }]);
    expect(await session.invoke(streamed)).toMatchObject({
      payloadText: 'half',
      stream: { error: { code: 'Unhandled', details: 'boom' } },
    });
  });

  test('whose connection breaks is an answer too', async () => {
    answerWith([chunk('half'), Promise.reject(new Error('socket hang up'))]);
    expect(await session.invoke(streamed)).toMatchObject({
      kind: 'answer',
      payloadText: 'half',
      stream: { error: { details: 'socket hang up' } },
    });
  });

  test('is cancelled in the middle at once', async () => {
    answerWith([chunk('half'), new Promise(() => {})]);
    const running = session.invoke(streamed);
    await settle();
    session.cancel();
    expect((await running).kind).toBe('cancelled');
    expect(session.run.state).toBe('finished');
  });

  test('that stands still is given up after the function’s timeout and a margin', async () => {
    answerWith([chunk('half'), new Promise(() => {})]);
    const running = session.invoke(streamed);
    await settle();
    await clock.advance(35_000);
    expect(await running).toMatchObject({ kind: 'refused', code: 'DeadlineError' });
  });
});

test('of ten thousand chunks at most a few hundred are told, and no byte is lost', () => {
  const payload = new StreamedPayload();
  for (let place = 0; place < 10_000; place += 1) payload.add(new Uint8Array([0x61, 0x62]), place);
  const { chunks, bytes, tail } = payload.soFar;
  expect(chunks.length).toBeLessThanOrEqual(mostStreamChunks);
  expect(chunks.reduce((sum, one) => sum + one.bytes, 0)).toBe(20_000);
  expect([bytes, payload.payload.byteLength]).toEqual([20_000, 20_000]);
  expect(tail.length).toBeLessThanOrEqual(streamTailCharacters);
});

test('a character that two chunks share is one character', () => {
  const payload = new StreamedPayload();
  const bytes = new TextEncoder().encode('é');
  payload.add(bytes.slice(0, 1), 1);
  payload.add(bytes.slice(1), 2);
  expect(payload.soFar.tail).toBe('é');
});
