/** Asynchronous invocations: how many are accepted in a second, on disk when the 202 comes, and how many are delivered. */

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sleep, systemClock } from '../../src/base/clock.ts';
import type { BenchFunction } from './benchFunction.ts';
import { withInvokeTarget } from './invokeTarget.ts';
import { sendAll, withConnections } from './load.ts';
import type { Benchmark } from './measurement.ts';

const events = 3000;
const width = 10;
const body = '{"name":"Lambda"}';
const deadlineMs = 60_000;

export const asyncEvents: Benchmark = {
  ids: ['async-accepted', 'async-delivered'],
  async run(signal) {
    const folder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-async-'));
    const file = path.join(folder, 'delivered');
    try {
      return await withInvokeTarget(counting(file), async (target) => {
        const event = () => target.invoke(body, { 'x-amz-invocation-type': 'Event' });
        const bareRate = await withConnections(
          width,
          () => target.bare(body),
          (bares) => rateOf(() => sendAll(bares, events, signal)),
        );
        return await withConnections(width, event, async (connections) => {
          // Environments are there before the clock runs.
          await sendAll(connections, 200, signal);
          await delivered(file, 200, signal);
          const startedAt = performance.now();
          const acceptedRate = await rateOf(() => sendAll(connections, events, signal));
          await delivered(file, 200 + events, signal);
          const deliveredRate = (events * 1000) / (performance.now() - startedAt);
          const figure = {
            unit: 'per s',
            floor: bareRate,
            floorWhat: 'bare loopback requests',
            goal: undefined,
          } as const;
          return [
            { ...figure, id: 'async-accepted', what: 'Events accepted and on disk, 10 at once', value: acceptedRate },
            { ...figure, id: 'async-delivered', what: 'Events accepted and delivered', value: deliveredRate },
          ];
        });
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Adds one byte to a file for each event. */
function counting(file: string): BenchFunction {
  return {
    name: 'bench-async',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    file: 'index.js',
    source: `
      const { openSync, writeSync } = require('node:fs');
      const file = openSync(process.env.COUNT_FILE, 'a');
      exports.handler = async () => void writeSync(file, '.');
    `,
    variables: { COUNT_FILE: file },
  };
}

async function rateOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (events * 1000) / (performance.now() - startedAt);
}

async function delivered(file: string, count: number, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + deadlineMs;
  while (((await stat(file).catch(() => undefined))?.size ?? 0) < count) {
    if (performance.now() > untilMs) throw new Error(`Not all of ${count} events were delivered in ${deadlineMs} ms`);
    await sleep(systemClock, 5, signal);
  }
}
