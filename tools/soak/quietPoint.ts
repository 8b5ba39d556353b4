/** Brings a service to rest, so that what it still holds can be compared with what it held before. */

import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { type Clock, sleep } from '../../src/base/clock.ts';
import { call } from './calls.ts';
import { functionProcesses } from './leftovers.ts';
import { soakRuntimes } from './soakFunctions.ts';
import type { Soak } from './workers.ts';

const longestMs = 30_000;
const settleMs = 3000;

/** Every warm environment ends with a change of its function; events that still wait start others. */
export async function quietPoint(soak: Soak, clock: Clock): Promise<void> {
  const { service, journal } = soak;
  const { pid } = await service.alive();
  const untilMs = clock.monotonic() + longestMs;
  const names = [...soakRuntimes.flatMap(({ name }) => [`wild-${name}`, `record-${name}`]), 'stream-node'];
  do {
    for (const FunctionName of [...names, ...soakRuntimes.map(({ name }) => `changing-${name}`)]) {
      const Timeout = soak.random.integer(31, 60);
      const change = FunctionName.startsWith('record') ? { Timeout } : { MemorySize: 128 };
      await call(service, journal, 'functions brought to rest', (lambda) =>
        lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change })),
      );
    }
    await sleep(clock, settleMs);
  } while (functionProcesses(pid).size > 0 && clock.monotonic() < untilMs);
}
