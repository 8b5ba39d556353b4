/**
 * A cold invoke on the local service against the bare start of the very program that runs the function: started for it,
 * and taken from those that were started ahead.
 */

import { budgets } from '../build/budgets.ts';
import { createBenchFunction, interpreterOf, makeCold } from './benchFunction.ts';
import { type BenchService, startBenchService } from './benchService.ts';
import { type ColdRuntime, coldRuntimes } from './coldRuntimes.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { bareStart } from './processFloor.ts';
import { inTurns, timed } from './statistics.ts';

/** Runtimes whose interpreters can be started ahead. */
const withSpares = new Set(['cold-start-node', 'cold-start-python', 'cold-start-ruby']);
const ratios: Readonly<Record<string, number>> = {
  'cold-start-node': budgets.coldNodeRatio,
  'cold-start-python': budgets.coldPythonRatio,
  'cold-start-node-spare': budgets.coldSpareRatio,
  'cold-start-python-spare': budgets.coldSpareRatio,
};

export const coldStart: Benchmark = {
  ids: coldRuntimes.flatMap(({ id }) => (withSpares.has(id) ? [id, `${id}-spare`] : [id])),
  async run(signal) {
    const measurements: Measurement[] = [];
    for (const spares of [0, 1]) {
      const service = await startBenchService(undefined, { spares });
      try {
        for (const runtime of coldRuntimes) {
          if (spares > 0 && !withSpares.has(runtime.id)) continue;
          const measured = await coldAgainstBare(service, runtime, spares > 0, signal);
          if (measured !== undefined) measurements.push(measured);
        }
      } finally {
        await service.close();
      }
    }
    return measurements;
  },
};

async function coldAgainstBare(
  { connection: { lambda }, spareReady }: BenchService,
  { id, name, bare, build }: ColdRuntime,
  isAhead: boolean,
  signal: AbortSignal,
): Promise<Measurement | undefined> {
  const one = await build();
  if (one === undefined) return undefined;
  await createBenchFunction(lambda, one);
  const interpreter = await interpreterOf(lambda, one.name);
  let revision = 0;
  const { value, floor } = await inTurns(
    15,
    2,
    async () => {
      revision += 1;
      if (isAhead) await spareReady();
      await makeCold(lambda, one.name, revision);
      return timed(() => interpreterOf(lambda, one.name));
    },
    () => bareStart(interpreter, bare),
    signal,
  );
  const fullId = isAhead ? `${id}-spare` : id;
  const atMost = ratios[fullId];
  return {
    id: fullId,
    what: `Cold invoke, ${one.runtime}${isAhead ? ' with a spare' : ''}, seen by the SDK`,
    value,
    unit: 'ms',
    floor,
    floorWhat: `${name} ${bare.join(' ')}`.trimEnd(),
    goal: atMost === undefined ? undefined : { of: 'ratio', atMost },
  };
}
