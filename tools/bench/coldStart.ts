/** A cold invoke on the local service against the bare start of the very interpreter that runs the function. */

import { budgets } from '../build/budgets.ts';
import {
  type BenchFunction,
  createBenchFunction,
  interpreterOf,
  makeCold,
  nodeFunction,
  pythonFunction,
} from './benchFunction.ts';
import { type BenchService, startBenchService } from './benchService.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { bareStart } from './processFloor.ts';
import { inTurns, timed } from './statistics.ts';

export const coldStart: Benchmark = {
  ids: ['cold-start-node', 'cold-start-python'],
  async run(signal) {
    const service = await startBenchService();
    try {
      const measure = (id: string, one: BenchFunction, args: readonly string[], goal: Measurement['goal']) =>
        coldAgainstBare(service, id, one, args, goal, signal);
      return [
        await measure('cold-start-node', nodeFunction, ['-e', '0'], { of: 'ratio', atMost: budgets.coldStartRatio }),
        await measure('cold-start-python', pythonFunction, ['-c', '0'], undefined),
      ];
    } finally {
      await service.close();
    }
  },
};

async function coldAgainstBare(
  { connection: { lambda } }: BenchService,
  id: string,
  one: BenchFunction,
  bareArguments: readonly string[],
  goal: Measurement['goal'],
  signal: AbortSignal,
): Promise<Measurement> {
  await createBenchFunction(lambda, one);
  const interpreter = await interpreterOf(lambda, one.name);
  let revision = 0;
  const { value, floor } = await inTurns(
    15,
    2,
    async () => {
      revision += 1;
      await makeCold(lambda, one.name, revision);
      return timed(() => interpreterOf(lambda, one.name));
    },
    () => bareStart(interpreter, bareArguments),
    signal,
  );
  return {
    id,
    what: `Cold invoke, ${one.runtime}, seen by the SDK`,
    value,
    unit: 'ms',
    floor,
    floorWhat: `${one.runtime.startsWith('node') ? 'node' : 'python'} ${bareArguments.join(' ')}`,
    goal,
  };
}
