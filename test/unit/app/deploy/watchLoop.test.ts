import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WatchedRun, WatchLoop } from '../../../../src/app/deploy/watchLoop.ts';
import { Deferred } from '../../../../src/base/deferred.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';

let clock: FakeClock;
let runs: { readonly run: WatchedRun; readonly end: Deferred<void> }[];
let loop: WatchLoop;

beforeEach(() => {
  clock = new FakeClock();
  runs = [];
  loop = new WatchLoop(clock, async (run) => {
    const end = new Deferred<void>();
    runs.push({ run, end });
    await end.promise;
  });
});
afterEach(() => loop.dispose());

describe('a watch loop', () => {
  test('runs once for a burst of changes, a moment after the last', async () => {
    loop.changed();
    await clock.advance(10);
    loop.changed();
    await clock.advance(19);
    expect(runs).toHaveLength(0);
    await clock.advance(1);
    expect(runs).toHaveLength(1);
    runs[0]?.end.resolve();
    await clock.advance(1000);
    expect(runs).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('a change ends a run that has sent nothing yet; the newer one runs when it is gone', async () => {
    loop.changed();
    await clock.advance(20);
    loop.changed();
    expect(runs[0]?.run.signal.aborted).toBe(true);
    await clock.advance(20);
    expect(runs).toHaveLength(1);
    runs[0]?.end.resolve();
    await settle();
    expect(runs).toHaveLength(2);
    expect(runs[1]?.run.signal.aborted).toBe(false);
    runs[1]?.end.resolve();
  });

  test('a run that has begun to send is finished first', async () => {
    loop.changed();
    await clock.advance(20);
    runs[0]?.run.commit();
    loop.changed();
    loop.changed();
    await clock.advance(20);
    expect(runs[0]?.run.signal.aborted).toBe(false);
    expect(runs).toHaveLength(1);
    runs[0]?.end.resolve();
    await settle();
    expect(runs).toHaveLength(2);
    runs[1]?.end.resolve();
  });

  test('disposed, it ends what runs and begins nothing', async () => {
    loop.changed();
    await clock.advance(20);
    loop.changed();
    loop.dispose();
    expect(runs[0]?.run.signal.aborted).toBe(true);
    runs[0]?.end.resolve();
    await clock.advance(1000);
    expect(runs).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
