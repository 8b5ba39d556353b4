import { beforeEach, describe, expect, test } from 'vitest';
import { FairLanes } from '../../../src/base/fairLanes.ts';
import { FakeClock, settle } from '../../fakes/fakeClock.ts';

interface Item {
  readonly id: string;
  readonly notBefore: number;
}

let clock: FakeClock;
/** What waits, by lane. */
let waiting: Map<string, Item[]>;
/** What was started: seconds since the start, lane and id. */
let started: [seconds: number, item: string][];
/** Ends a run; true when it was done. */
let ends: Map<string, (isDone: boolean) => void>;
let lanes: FairLanes;

function make(slots: number, most: number): FairLanes {
  return new FairLanes({
    next: (lane, running) => waiting.get(lane)?.find(({ id }) => !running.has(id)),
    run: (lane, id) =>
      new Promise((resolve) => {
        started.push([clock.monotonic() / 1000, `${lane}${id}`]);
        ends.set(`${lane}${id}`, (isDone) => {
          if (isDone) waiting.set(lane, waiting.get(lane)?.filter((item) => item.id !== id) ?? []);
          resolve(isDone);
        });
      }),
    slots,
    most,
    clock,
  });
}

beforeEach(() => {
  clock = new FakeClock();
  waiting = new Map();
  started = [];
  ends = new Map();
});

function put(lane: string, count: number, inMs = 0): void {
  const items = waiting.get(lane) ?? [];
  const first = items.length + 1;
  for (let n = 0; n < count; n += 1) items.push({ id: String(first + n), notBefore: clock.now() + inMs });
  waiting.set(lane, items);
  lanes.wake(lane);
}

const names = () => started.map(([, name]) => name).join(' ');
async function end(name: string, isDone = true): Promise<void> {
  ends.get(name)?.(isDone);
  await settle();
}

describe('lanes take turns', () => {
  test('a long lane does not keep a short one waiting', async () => {
    lanes = make(2, 8);
    put('a', 100);
    put('b', 2);
    await clock.advance(0);
    expect(names()).toBe('a1 b1');
    await end('a1');
    await end('b1');
    expect(names()).toBe('a1 b1 a2 b2');
  });

  test('a lane that comes late has a slot of its own', async () => {
    lanes = make(2, 8);
    put('a', 100);
    await clock.advance(0);
    put('b', 5);
    await clock.advance(0);
    expect(names()).toBe('a1 a2 b1');
  });

  test('whoever runs for a second leaves its slot, as far as all of them reach', async () => {
    lanes = make(2, 8);
    put('a', 100);
    await clock.advance(999);
    expect(started).toHaveLength(2);
    await clock.advance(1);
    expect(started).toHaveLength(4);
    await clock.advance(60_000);
    expect(started).toHaveLength(6);
    put('b', 1);
    await clock.advance(0);
    expect(names()).toBe('a1 a2 a3 a4 a5 a6 b1');
    await clock.advance(1000);
    expect(clock.pending).toBe(0);
  });
});

describe('a lane', () => {
  test('sleeps until something is due, and is forgotten when nothing waits', async () => {
    lanes = make(2, 8);
    put('a', 1, 60_000);
    await clock.advance(59_999);
    expect(started).toEqual([]);
    await clock.advance(1);
    expect(started).toEqual([[60, 'a1']]);
    await end('a1');
    expect(clock.pending).toBe(0);
  });

  test('that is turned away is left alone, longer each time', async () => {
    lanes = make(2, 8);
    put('a', 1);
    for (const at of [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]) {
      await clock.advance(at * 1000 - clock.monotonic());
      expect(started.at(-1)?.[0]).toBe(at);
      await end('a1', false);
    }
    await clock.advance(300_000);
    await end('a1');
    put('a', 1);
    await clock.advance(0);
    await end('a1', false);
    await clock.advance(1000);
    expect(started).toHaveLength(15);
  });

  test('goes on with what it has while it is left alone, and is tried for more afterwards', async () => {
    lanes = make(2, 8);
    put('a', 100);
    await clock.advance(0);
    await end('a2', false);
    expect(names()).toBe('a1 a2');
    await end('a1');
    expect(names()).toBe('a1 a2 a2');
    put('a', 1);
    await clock.advance(999);
    expect(names()).toBe('a1 a2 a2');
    await clock.advance(1);
    expect(names()).toBe('a1 a2 a2 a3 a4');
  });

  test('that is left alone waits no longer because another one of it was turned away as well', async () => {
    lanes = make(4, 8);
    put('a', 3);
    await clock.advance(0);
    for (const name of ['a1', 'a2', 'a3']) await end(name, false);
    await clock.advance(999);
    expect(started).toHaveLength(3);
    await clock.advance(1);
    expect(started).toHaveLength(6);
  });
});

test('nothing starts after the end, and no timer stays', async () => {
  lanes = make(2, 8);
  put('a', 100);
  put('b', 1, 60_000);
  await clock.advance(0);
  lanes.dispose();
  lanes.wake('a');
  await end('a1', false);
  expect([clock.pending, started.length]).toEqual([0, 2]);
});
