import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../../../src/lambda/logEvent.ts';
import { LogPair, recordedEvents, sources } from './logPair.ts';

describe('a log on its way to the view', () => {
  it('is there as it is held, however it was cut into batches', async () => {
    const steps = fc.array(
      fc.record({
        source: fc.nat(sources.length - 1),
        from: fc.nat(recordedEvents.length - 1),
        count: fc.integer({ min: 1, max: 40 }),
        isHidden: fc.integer({ max: 9 }).map((drawn) => drawn === 0),
      }),
      { minLength: 1, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(30, 120, 10_000), async (taken, capacityLines) => {
        const pair = new LogPair(capacityLines);
        for (const { source, from, count, isHidden } of taken) {
          pair.isHidden = isHidden;
          await pair.arrive(sources[source]?.id ?? '', recordedEvents.slice(from, from + count));
        }
        // What a hidden view missed shows with the first batch that it gets.
        pair.isHidden = false;
        await pair.arrive(
          sources[0]?.id ?? '',
          recordedEvents.slice(0, 1).map((event) => ({ ...event, eventId: 'last' })),
        );
        const [view, host] = pair.both;
        expect(view).toEqual(host);
        pair.held.dispose();
      }),
      { numRuns: 40 },
    );
  });

  it('sends every line once, also where its invocation goes on for many batches', async () => {
    const pair = new LogPair(10_000);
    const [start, ...rest] = longInvocation(200);
    for (const event of [start, ...rest]) if (event) await pair.arrive('local/orders-api', [event]);
    const posted = JSON.stringify(pair.sent);
    for (const { message } of rest) expect(posted.split(JSON.stringify(message)).length - 1).toBe(1);
    expect([...pair.store.invocations()].map(({ invocation }) => invocation.lines.length)).toEqual([202]);
  });

  it('tells of a line again when it found its owner later', async () => {
    const pair = new LogPair(10_000);
    const [start, ...rest] = longInvocation(3);
    await pair.arrive('local/orders-api', rest.slice(0, 2));
    await pair.arrive('local/orders-api', [start as LogEvent]);
    const [view, host] = pair.both;
    expect(view).toEqual(host);
  });

  it('keeps the lines of an invocation that the list of lines has forgotten', async () => {
    const pair = new LogPair(40);
    const quiet = longInvocation(5);
    await pair.arrive('prod/orders-api', quiet);
    await pair.arrive('local/orders-api', longInvocation(60));
    expect(pair.store.invocation(`prod/orders-api /aws/lambda/orders-api#${requestId}`)?.invocation.lines).toHaveLength(
      7,
    );
    expect(pair.store.dropped).toBeGreaterThan(0);
    pair.ask();
    const [view, host] = pair.both;
    expect(view).toEqual(host);
  });
});

const requestId = '8f2c0000-0000-4000-8000-000000000001';

/** START, lines that carry no request id, END. */
function longInvocation(count: number): readonly LogEvent[] {
  const texts = Array.from({ length: count }, (_, index) => `step ${index} of it`);
  const messages = [`START RequestId: ${requestId} Version: $LATEST`, ...texts, `END RequestId: ${requestId}`];
  return messages.map((message, index) => ({
    eventId: `long-${index}`,
    logGroupName: '/aws/lambda/orders-api',
    logStreamName: '2026/01/15/[$LATEST]long',
    timestamp: Date.UTC(2026, 0, 15, 11) + index,
    ingestionTime: Date.UTC(2026, 0, 15, 11) + index,
    message: `${message}\n`,
  }));
}
