/** What the service holds after many warm invocations, against what it held after a tenth of them: nothing may be left behind. */

import { budgets } from '../build/budgets.ts';
import { nodeFunction } from './benchFunction.ts';
import { HeapProbe, probeOptions } from './heapProbe.ts';
import { withInvokeTarget } from './invokeTarget.ts';
import { sendAll, withConnections } from './load.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { processBytes } from './processBytes.ts';

const width = 4;
const goal = { of: 'ratio', atMost: budgets.memoryGrowthRatio } as const;

/** In a run of all. */
export const memoryGrowth: Benchmark = growthAfter('memory-growth', 20_000);
/** The figure that counts; it takes a minute. */
export const memoryGrowthLong: Benchmark = { ...growthAfter('memory-growth-long', 100_000), isLong: true };

function growthAfter(id: string, invocations: number): Benchmark {
  return {
    ids: [id],
    run: (signal) =>
      withInvokeTarget(
        nodeFunction,
        async ({ service, invoke }) => {
          if (service.standardError === undefined) throw new Error('The local service has no standard error');
          const probe = await HeapProbe.connect(service.standardError);
          const look = async () => ({
            heap: await probe.usedBytes(),
            resident: (await processBytes(service.ready.pid)) ?? 0,
          });
          try {
            return await withConnections(
              width,
              () => invoke('{"name":"Lambda"}'),
              async (connections) => {
                const early = invocations / 10;
                await sendAll(connections, early, signal);
                const before = await look();
                await sendAll(connections, invocations - early, signal);
                const after = await look();
                const floorWhat = `after ${early.toLocaleString('en')}`;
                const what = (of: string) =>
                  `${of} of the service after ${invocations.toLocaleString('en')} warm invokes`;
                const figure = (name: string, of: string, value: number, floor: number): Measurement => ({
                  id: name,
                  what: what(of),
                  value,
                  unit: 'bytes',
                  floor,
                  floorWhat,
                  goal,
                });
                return [
                  figure(id, 'Heap', after.heap, before.heap),
                  figure(`${id}-resident`, 'Resident memory', after.resident, before.resident),
                ];
              },
            );
          } finally {
            probe.close();
          }
        },
        { nodeOptions: probeOptions },
      ),
  };
}
