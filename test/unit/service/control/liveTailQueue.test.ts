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

  it('puts at most 500 events into an update', async () => {
    const { clock, closing, ended, sizes, push } = start();
    await settle();
    push(...Array.from({ length: 1200 }, (_, index) => String(index)));
    await settle();
    await clock.advance(100);
    expect(sizes()).toEqual([500, 500, 200]);
    closing.abort();
    await ended;
  });

  it('drops the oldest of more than 5,000, and says so once', async () => {
    const { clock, closing, ended, updates, push } = start();
    await settle();
    push(...Array.from({ length: 5100 }, (_, index) => String(index)));
    await settle();
    await clock.advance(100);
    expect(updates[0]?.events[0]?.message).toBe('100');
    expect(updates.filter(({ sampled }) => sampled)).toHaveLength(1);
    expect(updates.flatMap(({ events }) => events)).toHaveLength(5000);
    closing.abort();
    await ended;
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
