/** A hundred invokes at once on a function that nobody has invoked: time until all are answered, and what they hold then. */

import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { descendantsOf } from '../shared/processTree.ts';
import { type BenchFunction, nodeFunction } from './benchFunction.ts';
import { withInvokeTarget } from './invokeTarget.ts';
import { withConnections } from './load.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { ownBytes } from './processBytes.ts';
import { bareStart } from './processFloor.ts';
import { timed } from './statistics.ts';

const environments = 100;

export const burst: Benchmark = {
  ids: ['burst-100'],
  async run(signal) {
    const folder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-burst-'));
    const file = path.join(folder, 'arrived');
    try {
      await appendFile(file, '');
      return await withInvokeTarget(meeting(file), async (target) => {
        const { service } = target;
        const floor = await manyBareStarts(signal);
        const value = await withConnections(
          environments,
          () => target.invoke('{}'),
          (connections) => timed(() => Promise.all(connections.map(({ send }) => send()))),
        );
        const time: Measurement = {
          id: 'burst-100',
          what: `${environments} invokes at once, each in a new environment (Node.js)`,
          value,
          unit: 'ms',
          floor,
          floorWhat: `${environments} × node -e 0`,
          goal: undefined,
        };
        const held = descendantsOf(service.ready.pid)
          .map(ownBytes)
          .filter((bytes) => bytes !== undefined);
        if (held.length < environments) return [time];
        const memory: Measurement = {
          id: 'burst-100-memory',
          what: `Memory of these ${environments} environments, each for itself`,
          value: held.reduce((sum, bytes) => sum + bytes, 0),
          unit: 'bytes',
          floor: undefined,
          floorWhat: undefined,
          goal: undefined,
        };
        return [time, memory];
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Every invocation waits for the last one, so none can have an environment that another one had. */
function meeting(file: string): BenchFunction {
  return {
    name: 'bench-burst',
    runtime: nodeFunction.runtime,
    handler: 'index.handler',
    file: 'index.js',
    source: `
      const { appendFileSync, statSync } = require('node:fs');
      const file = process.env.ARRIVALS_FILE;
      exports.handler = async () => {
        appendFileSync(file, '.');
        while (statSync(file).size < ${environments}) await new Promise((resolve) => setTimeout(resolve, 20));
      };
    `,
    variables: { ARRIVALS_FILE: file },
  };
}

/** As many as there are processors run side by side: more would only take each other's time. */
async function manyBareStarts(signal: AbortSignal): Promise<number> {
  let left = environments;
  const repeat = async () => {
    while (left > 0 && !signal.aborted) {
      left -= 1;
      await bareStart(process.execPath, ['-e', '0']);
    }
  };
  return timed(() => Promise.all(Array.from({ length: availableParallelism() }, repeat)));
}
