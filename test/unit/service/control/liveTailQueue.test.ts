import { describe, expect, it } from 'vitest';
import { LiveTailQueue, type LiveTailUpdate } from '../../../../src/service/control/liveTailQueue.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';

function start() {
  const clock = new FakeClock();
  const closing = new AbortController();
  const queue = new LiveTailQueue(clock, closing.signal);
  const updates: LiveTailUpdate[] = [];
  const ended = (async () => {
    for await (const update of queue) updates.push(update);
  })();
  const push = (...messages: string[]) => queue.push(messages.map((message) => ({ message })));
  const sizes = () => updates.map(({ events }) => events.length);
  return { clock, closing, queue, updates, ended, push, sizes };
}

describe('LiveTailQueue', () => {
  it('sends lines that come together in one update, at once', async () => {
    const { clock, closing, ended, updates, push } = start();
    await settle();
    push('a');
    push('b');
    await settle();
    await clock.advance(50);
    expect(updates.map(({ events }) => events.map(({ message }) => message))).toEqual([['a', 'b']]);
    closing.abort();
    await ended;
  });

  it('sends an empty update every second when nothing comes', async () => {
    const { clock, closing, ended, sizes } = start();
    await settle();
    await clock.advance(3100);
    expect(sizes()).toEqual([0, 0, 0]);
    closing.abort();
    await ended;
  });

  it('sends an even sample of more than 500 in a second, and says so', async () => {
    const { clock, closing, ended, updates, push } = start();
    await settle();
    push(...Array.from({ length: 1000 }, (_, index) => String(index)));
    await settle();
    await clock.advance(100);
    expect(updates.map(({ events, sampled }) => [events.length, sampled])).toEqual([[500, true]]);
    expect(updates[0]?.events.slice(0, 3).map(({ message }) => message)).toEqual(['0', '2', '4']);
    push('too much in this second');
    await clock.advance(850);
    const later = updates.slice(1);
    expect(later.map(({ events, sampled }) => [events.length, sampled])).toEqual([[0, true]]);
    await clock.advance(100);
    push('the next second');
    await settle();
    await clock.advance(50);
    expect(updates.at(-1)).toEqual({ events: [{ message: 'the next second' }], sampled: false });
    closing.abort();
    await ended;
  });

  it('drops the oldest of more than 5,000 that a slow reader has not fetched, and says so once', async () => {
    const clock = new FakeClock();
    const closing = new AbortController();
    const queue = new LiveTailQueue(clock, closing.signal);
    for (let second = 0; second < 11; second += 1) {
      queue.push(Array.from({ length: 500 }, (_, index) => ({ message: `${second}.${index}` })));
      await clock.advance(1000);
    }
    const updates: LiveTailUpdate[] = [];
    for await (const update of queue) {
      updates.push(update);
      if (updates.length === 10) break;
    }
    expect(updates.map(({ events }) => events.length)).toEqual(Array.from({ length: 10 }, () => 500));
    expect(updates[0]?.events[0]?.message).toBe('1.0');
    expect(updates.map(({ sampled }) => sampled)).toEqual([true, ...Array.from({ length: 9 }, () => false)]);
    closing.abort();
  });

  it('ends with its signal and leaves no timer', async () => {
    const { clock, closing, ended, push } = start();
    await settle();
    push('a');
    await settle();
    closing.abort();
    await ended;
    expect(clock.pending).toBe(0);
  });

  it('ends at once when the caller has gone before it begins', async () => {
    const queue = new LiveTailQueue(new FakeClock(), AbortSignal.abort());
    expect(await queue[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });
});
