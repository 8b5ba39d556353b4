/** A warm invoke on the local service against a bare request on loopback, sent by the same client: one after the other, and many at once. */

import { budgets } from '../build/budgets.ts';
import { nodeFunction } from './benchFunction.ts';
import { type InvokeTarget, withInvokeTarget } from './invokeTarget.ts';
import { throughput, withConnections } from './load.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { median, quantile, samplesInTurns, timed } from './statistics.ts';

const body = '{"name":"Lambda"}';
const widths = [1, 10, 50] as const;
const roundMs = 400;
const rounds = 5;

export const warmInvoke: Benchmark = {
  // Gives its p99 as well.
  ids: ['warm-invoke'],
  run: (signal) =>
    withInvokeTarget(nodeFunction, async (target) => {
      const [invoke, bare] = [target.invoke(body), target.bare(body)];
      const { values, floors } = await samplesInTurns(
        2000,
        // Until the compiler has seen enough of both.
        1500,
        () => timed(() => invoke.send()),
        () => timed(() => bare.send()),
        signal,
      );
      invoke.close();
      bare.close();
      const figure = (id: string, what: string, of: (samples: readonly number[]) => number) => ({
        id,
        what: `Warm invoke on Local, ${what}, one connection`,
        value: of(values),
        unit: 'ms' as const,
        floor: of(floors),
        floorWhat: 'bare loopback request',
        goal: undefined,
      });
      return [
        { ...figure('warm-invoke', 'p50', median), goal: { of: 'ratio', atMost: budgets.warmInvokeRatio } },
        figure('warm-invoke-p99', 'p99', (samples) => quantile(samples, 0.99)),
      ];
    }),
};

export const warmThroughput: Benchmark = {
  ids: widths.map((width) => `warm-throughput-${width}`),
  run: (signal) =>
    withInvokeTarget(nodeFunction, async (target) => {
      const measurements: Measurement[] = [];
      for (const width of widths) measurements.push(await measureWidth(target, width, signal));
      return measurements;
    }),
};

async function measureWidth(target: InvokeTarget, width: number, signal: AbortSignal): Promise<Measurement> {
  const { values, floors } = await withConnections(
    width,
    () => target.invoke(body),
    (invokes) =>
      withConnections(
        width,
        () => target.bare(body),
        async (bares) => {
          // As many environments as connections, each past its first invocations.
          await throughput(invokes, 2 * roundMs + 40 * width, signal);
          return samplesInTurns(
            rounds,
            1,
            () => throughput(invokes, roundMs, signal),
            () => throughput(bares, roundMs, signal),
            signal,
          );
        },
      ),
  );
  return {
    id: `warm-throughput-${width}`,
    what: `Warm invokes on Local, ${width} at once`,
    value: median(values),
    unit: 'per s',
    floor: median(floors),
    floorWhat: 'bare loopback requests',
    goal: width === 10 ? { of: 'ratio', atLeast: budgets.warmThroughputRatio } : undefined,
  };
}
