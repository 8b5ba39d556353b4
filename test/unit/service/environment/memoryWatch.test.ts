/** How often memory is looked at, and what happens at the limit. */

import { expect, test } from 'vitest';
import { MemoryWatch } from '../../../../src/service/environment/memoryWatch.ts';
import { treeUsage } from '../../../../src/service/environment/treeUsage.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

const MB = 1024 * 1024;

function watch(bytes: () => number | undefined) {
  const clock = new FakeClock();
  const looksAtMs: number[] = [];
  let exceeded = 0;
  const startMs = clock.monotonic();
  const watched = new MemoryWatch({
    limitBytes: 128 * MB,
    currentBytes() {
      looksAtMs.push(Math.round(clock.monotonic() - startMs));
      return bytes();
    },
    onExceeded: () => {
      exceeded += 1;
    },
    clock,
  });
  return { clock, watched, looksAtMs, exceeded: () => exceeded };
}

test('looks after 20 ms, then the more often the less is left', async () => {
  let bytes = 28 * MB;
  const { clock, watched, looksAtMs } = watch(() => bytes);
  watched.start();
  await clock.advance(20);
  bytes = 127 * MB;
  await clock.advance(100);
  await clock.advance(20);
  expect(looksAtMs).toEqual([20, 120, 140]);
});

test('tells once that the limit is exceeded, and looks no more', async () => {
  const { clock, watched, looksAtMs, exceeded } = watch(() => 129 * MB);
  watched.start();
  await clock.advance(1000);
  watched.start();
  await clock.advance(1000);
  expect([looksAtMs.length, exceeded()]).toEqual([1, 1]);
});

test('an invocation that is over before the first look costs none', async () => {
  const { clock, watched, looksAtMs } = watch(() => 0);
  watched.start();
  watched.stop();
  await clock.advance(1000);
  expect(looksAtMs).toEqual([]);
});

test('gives up where memory cannot be read', async () => {
  const { clock, watched, looksAtMs, exceeded } = watch(() => undefined);
  watched.start();
  await clock.advance(1000);
  expect([looksAtMs.length, exceeded()]).toEqual([1, 0]);
});

test.runIf(process.platform === 'linux')('reads this process; a process that is gone has no memory', () => {
  const memory = treeUsage(process.pid, 'thorough');
  expect(memory?.currentBytes).toBeGreaterThan(10 * MB);
  expect(memory?.peakBytes).toBeGreaterThanOrEqual(memory?.currentBytes ?? 0);
  expect(treeUsage(2 ** 30, 'quick')).toBeUndefined();
});
