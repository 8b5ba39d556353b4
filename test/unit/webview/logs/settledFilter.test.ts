import { expect, test } from 'vitest';
import { parseFilter } from '../../../../src/lambda/logFilter.ts';
import { SettledFilter } from '../../../../src/webview/logs/settledFilter.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

const [first, second, third] = ['a', 'b', 'c'].map(parseFilter);

function open() {
  const clock = new FakeClock();
  const changes: number[] = [];
  const settled = new SettledFilter(clock, () => changes.push(clock.now()));
  return { clock, changes, of: (filter = first) => filter && settled.of(filter), settled };
}

test('the first filter is taken at once', () => {
  const { of, clock } = open();
  expect(of(first)).toBe(first);
  expect(clock.pending).toBe(0);
});

test('a filter that is typed settles a moment after its last key, once', async () => {
  const { of, clock, changes } = open();
  of(first);
  expect(of(second)).toBe(first);
  await clock.advance(50);
  expect(of(third)).toBe(first);
  await clock.advance(50);
  expect([of(third), changes.length]).toEqual([first, 0]);
  await clock.advance(20);
  expect([of(third), changes.length]).toEqual([third, 1]);
});

test('back to what has settled: there is nothing to wait for', () => {
  const { of, clock } = open();
  of(first);
  of(second);
  expect(of(first)).toBe(first);
  expect(clock.pending).toBe(0);
});

test('nothing happens after its end', async () => {
  const { of, clock, changes, settled } = open();
  of(first);
  of(second);
  settled.dispose();
  await clock.advance(100);
  expect(changes).toEqual([]);
});
