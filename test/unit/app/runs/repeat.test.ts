import { beforeEach, describe, expect, test } from 'vitest';
import { Repeat } from '../../../../src/app/runs/repeat.ts';
import { repeatExport } from '../../../../src/app/runs/repeatExport.ts';
import { histogramOf, spreadOf } from '../../../../src/app/runs/repeatStatistics.ts';
import { Deferred } from '../../../../src/base/deferred.ts';
import type { RunAnswer, RunResult } from '../../../../src/protocol/invokePanel.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

function answer(durationMs: number, change: Partial<RunAnswer> & { readonly initDurationMs?: number } = {}): RunAnswer {
  const { initDurationMs, ...rest } = change;
  const report = { durationMs, initDurationMs, billedDurationMs: 1, memorySizeMB: 128, maxMemoryUsedMB: 70 };
  return {
    kind: 'answer',
    startedAt: clock.now(),
    statusCode: 200,
    executedVersion: '$LATEST',
    requestId: `request-${durationMs}`,
    clientMs: durationMs + 5,
    payloadText: 'x'.repeat(1000),
    payloadBytes: 1000,
    functionError: undefined,
    report: report as unknown as RunAnswer['report'],
    costUSD: 0.000001,
    log: undefined,
    ...rest,
  };
}

const failed = (errorMessage: string) =>
  answer(3, { functionError: { header: 'Unhandled', errorType: 'TypeError', errorMessage, frames: [] } });
const refused = (code: string, message: string): RunResult => ({
  kind: 'refused',
  code,
  message,
  hint: undefined,
  startedAt: clock.now(),
});

function repeat(count: number, concurrency: number, results: readonly RunResult[]): Repeat {
  let sent = 0;
  const send = async () => {
    const result = results[sent % results.length];
    sent += 1;
    if (!result) throw new Error('No result is prepared');
    return result;
  };
  return new Repeat({ count, concurrency, clock, send });
}

describe('runs', () => {
  test('as many as wanted, as many at once as wanted', async () => {
    const gates: Deferred<RunResult>[] = [];
    const send = () => {
      const gate = new Deferred<RunResult>();
      gates.push(gate);
      return gate.promise;
    };
    const running = new Repeat({ count: 5, concurrency: 2, clock, send });
    const ended = running.run();
    for (const expected of [2, 3, 4, 5, 5]) {
      await settle();
      expect(gates).toHaveLength(expected);
      gates[running.samples.length]?.resolve(answer(1));
      await settle();
    }
    expect(await ended).toMatchObject({ state: 'finished', ended: 5, succeeded: 5 });
    expect(clock.pending).toBe(0);
  });

  test('that are stopped end at once, and keep what came before', async () => {
    let sent = 0;
    const send = (signal: AbortSignal) => {
      sent += 1;
      if (sent <= 3) return Promise.resolve<RunResult>(answer(sent));
      return new Promise<RunResult>((resolve) => {
        signal.addEventListener('abort', () => resolve({ kind: 'cancelled', startedAt: clock.now() }));
      });
    };
    const running = new Repeat({ count: 1000, concurrency: 4, clock, send });
    const ended = running.run();
    await settle();
    running.stop();
    expect(await ended).toMatchObject({ state: 'stopped', ended: 7, succeeded: 3, cancelled: 4 });
    expect(sent).toBe(7);
  });

  test('tell their progress while they run', async () => {
    const gate = new Deferred<RunResult>();
    const running = new Repeat({ count: 1, concurrency: 1, clock, send: () => gate.promise });
    const told: number[] = [];
    running.onDidChange(({ elapsedMs }) => told.push(elapsedMs));
    const ended = running.run();
    await clock.advance(600);
    gate.resolve(answer(1));
    await ended;
    expect(told).toEqual([0, 250, 500, 600]);
  });
});

describe('figures', () => {
  test('cold starts are apart from warm runs, with their init', async () => {
    const state = await repeat(4, 1, [answer(10, { initDurationMs: 190 }), answer(12), answer(14), answer(16)]).run();
    expect(state).toMatchObject({
      cold: 1,
      warmDuration: { count: 3, p50: 14, p95: 16, p99: 16, longest: 16 },
      coldDuration: { count: 1, p50: 200 },
      clientTime: { count: 4, p50: 17 },
    });
    expect(state.costUSD).toBeCloseTo(0.000004, 12);
    expect(state.histogram?.cold.at(-1)).toBe(1);
    expect(state.histogram?.warm.reduce((sum, count) => sum + count)).toBe(3);
  });

  test('failures are grouped by their reason, with an example; throttles are counted', async () => {
    const state = await repeat(6, 1, [
      failed('no order 17'),
      failed('no order 18'),
      refused('TooManyRequestsException', 'Rate Exceeded.'),
      refused('AccessDeniedException', 'no'),
      answer(1),
      failed('other'),
    ]).run();
    expect(state).toMatchObject({ succeeded: 1, failed: 3, throttled: 1, refused: 1 });
    expect(state.failures.slice(0, 2)).toEqual([
      { message: 'TypeError: no order 17', count: 2, requestId: 'request-3' },
      { message: 'TooManyRequestsException: Rate Exceeded.', count: 1, requestId: undefined },
    ]);
  });

  test('percentiles are by the nearest rank', () => {
    const times = Array.from({ length: 200 }, (_, place) => 200 - place);
    expect(spreadOf(times)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, longest: 200 });
    expect(spreadOf([])).toBeUndefined();
  });

  test('every run is in a bar, also where all took the same time or none at all', () => {
    for (const times of [[5], [5, 5, 5], [0, 0], [0.01, 900_000]]) {
      const histogram = histogramOf(times, []);
      expect(histogram?.warm.reduce((sum, count) => sum + count)).toBe(times.length);
      expect(histogram?.edges.every((edge, place, edges) => place === 0 || edge > (edges[place - 1] ?? 0))).toBe(true);
    }
  });
});

test('the samples as a file, in the order in which they were sent', async () => {
  const running = repeat(2, 1, [answer(10), refused('X', '=1+1')]);
  await running.run();
  const at = new Date(clock.now()).toISOString();
  expect(repeatExport(running.samples, 'csv')).toBe(
    `index,startedAt,outcome,clientMs,durationMs,initDurationMs,maxMemoryUsedMB,costUSD,requestId,message\r\n1,${at},success,15,10,,70,0.000001,request-10,\r\n2,${at},refused,,,,,,,X: =1+1\r\n`,
  );
  const lines = repeatExport(running.samples, 'ndjson').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ index: 1, durationMs: 10 }, { index: 2 }]);
});
