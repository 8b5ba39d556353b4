/** Invokes with large events and responses of the same size, against a bare server that sends back what it gets. */

import type { BenchFunction } from './benchFunction.ts';
import { withInvokeTarget } from './invokeTarget.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { inTurns, timed } from './statistics.ts';

const echo: BenchFunction = {
  name: 'bench-echo',
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  file: 'index.js',
  source: 'exports.handler = async (event) => event;\n',
};

const sizesMB = [1, 6] as const;

export const payloads: Benchmark = {
  ids: sizesMB.map((sizeMB) => `payload-${sizeMB}mb`),
  run: (signal) =>
    withInvokeTarget(echo, async (target) => {
      const measurements: Measurement[] = [];
      for (const sizeMB of sizesMB) {
        // 6 MB is the most that Invoke takes.
        const body = JSON.stringify('x'.repeat(sizeMB * 1024 * 1024 - 2));
        const [invoke, bare] = [target.invoke(body), target.bare(body)];
        const pair = await inTurns(
          Math.round(60 / sizeMB),
          5,
          () => timed(() => invoke.send()),
          () => timed(() => bare.send()),
          signal,
        );
        invoke.close();
        bare.close();
        measurements.push({
          id: `payload-${sizeMB}mb`,
          what: `Warm invoke on Local with ${sizeMB} MB there and back, p50`,
          ...pair,
          unit: 'ms',
          floorWhat: 'bare loopback request',
          goal: undefined,
        });
      }
      return measurements;
    }),
};
