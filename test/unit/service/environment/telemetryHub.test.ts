/** Batches, order and losses of subscriptions, with a destination that exists on paper and time under control. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { TelemetryHub } from '../../../../src/service/environment/telemetry/telemetryHub.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';

let clock: FakeClock;
let hub: TelemetryHub;
/** What the destination took, one list for each batch. */
let batches: { type: string; record: unknown }[][];
/** Answers of the destination, in order; then it takes everything. */
let answers: ((signal: AbortSignal) => Promise<void>)[];
let closed: number;

beforeEach(() => {
  clock = new FakeClock();
  batches = [];
  answers = [];
  closed = 0;
  hub = new TelemetryHub({
    isJsonFormat: false,
    clock,
    log: silentLog,
    openSender: () => ({
      async send(events, signal) {
        await answers.shift()?.(signal);
        batches.push(events.map((event) => JSON.parse(event)));
      },
      close() {
        closed += 1;
      },
    }),
  });
  hub.open();
});
afterEach(() => {
  hub.close();
  expect(clock.pending).toBe(0);
});

function subscribe(types: readonly string[], buffering: object = {}, name = 'agent'): string {
  const destination = { protocol: 'TCP', port: 1 };
  const body = { schemaVersion: '2022-12-13', types, destination, buffering: { timeoutMs: 100, ...buffering } };
  return hub.subscribe(name, 'Telemetry', Buffer.from(JSON.stringify(body)));
}

const line = (text: string) => hub.line('function', `${text}\n`, clock.now());
const took = () => batches.map((batch) => batch.map(({ record }) => record));

describe('a subscription', () => {
  test('gathers events for its time, and sends them in order', async () => {
    subscribe(['function']);
    line('one');
    await clock.advance(60);
    line('two');
    await clock.advance(39);
    expect(took()).toEqual([]);
    await clock.advance(1);
    expect(batches).toEqual([
      [
        { time: '2026-01-15T10:11:12.000Z', type: 'function', record: 'one' },
        { time: '2026-01-15T10:11:12.060Z', type: 'function', record: 'two' },
      ],
    ]);
  });

  test('sends at once what is full by items or by bytes', async () => {
    subscribe(['function'], { maxItems: 1000 });
    for (let count = 0; count < 1001; count += 1) line('x');
    await settle();
    expect(batches.map(({ length }) => length)).toEqual([1000]);
    line('y'.repeat(300_000));
    await settle();
    expect(batches.map(({ length }) => length)).toEqual([1000, 2]);
  });

  test('gets what happened since Init began, and only types that it asked for', async () => {
    hub.platform({ name: 'initStart', record: { phase: 'init' } });
    line('loading');
    hub.line('extension', 'hello\n', clock.now());
    subscribe(['platform', 'extension']);
    await clock.advance(100);
    expect(took()).toEqual([[{ phase: 'init' }, 'hello']]);
  });

  test('of another extension gets the same events', async () => {
    subscribe(['function']);
    subscribe(['function'], {}, 'other');
    line('one');
    await clock.advance(100);
    expect(took()).toEqual([['one'], ['one']]);
  });

  test('repeated is not another one', async () => {
    expect(subscribe(['function'])).toBe('OK');
    expect(subscribe(['function'])).toBe('AlreadySubscribed');
    line('one');
    await clock.advance(100);
    expect(took()).toEqual([['one']]);
  });

  test('is refused when Init is over; nobody listens then', () => {
    hub.closeSubscriptions();
    expect(() => subscribe(['function'])).toThrow('Telemetry API subscription is closed already');
    expect(hub.isListening).toBe(false);
  });

  test('is tried again, then given up and counted in the next batch', async () => {
    const fails = () => Promise.reject(new Error('nobody listens'));
    answers = [fails, fails, fails];
    subscribe(['function']);
    line('lost');
    await clock.advance(100);
    await clock.advance(300);
    line('kept');
    await clock.advance(100);
    expect(batches.flat().map(({ type }) => type)).toEqual(['function', 'platform.logsDropped']);
    expect(batches[0]?.[1]?.record).toEqual({
      reason: 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.',
      droppedRecords: 1,
      droppedBytes: expect.any(Number),
    });
  });

  test('that is not read keeps a few batches, and no more', async () => {
    let take = () => {};
    const never = () =>
      new Promise<void>((resolve) => {
        take = resolve;
      });
    answers = [never];
    subscribe(['function'], { maxItems: 1000 });
    for (let count = 0; count < 10_000; count += 1) line('x');
    await settle();
    take();
    await settle();
    const dropped = batches.flat().find(({ type }) => type === 'platform.logsDropped');
    expect(dropped?.record).toMatchObject({ droppedRecords: 5000 });
    expect(batches.flat()).toHaveLength(5001);
  });

  test('is flushed before its extension ends, for a while', async () => {
    subscribe(['function']);
    line('one');
    await hub.flush(50);
    expect(took()).toEqual([['one']]);
    answers = [(signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))];
    line('two');
    const flushed = hub.flush(50);
    await clock.advance(50);
    await flushed;
    hub.close();
    await settle();
    expect(closed).toBe(1);
  });
});

test('what nobody may subscribe to any more is not kept', () => {
  hub.closeSubscriptions();
  line('one');
  hub.open();
  subscribe(['function']);
  expect(took()).toEqual([]);
});
