/** From the spawn of the local service to its ready line, on an empty data folder. */

import { budgets } from '../build/budgets.ts';
import { startBenchService } from './benchService.ts';
import type { Benchmark } from './measurement.ts';
import { bareStart } from './processFloor.ts';
import { inTurns } from './statistics.ts';

export const serviceReady: Benchmark = {
  ids: ['service-ready'],
  async run(signal) {
    const { value, floor } = await inTurns(
      9,
      1,
      async () => {
        const service = await startBenchService();
        await service.close();
        return service.readyMs;
      },
      () => bareStart(process.execPath, ['-e', '0']),
      signal,
    );
    return [
      {
        id: 'service-ready',
        what: 'Local service: spawn to ready line',
        value,
        unit: 'ms',
        floor,
        floorWhat: 'node -e 0',
        goal: { of: 'value', atMost: budgets.serviceReadyMs },
      },
    ];
  },
};
