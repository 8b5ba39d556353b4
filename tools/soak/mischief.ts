/** Ends environments and the service itself at random moments. */

import { type Clock, sleep } from '../../src/base/clock.ts';
import { environmentFoldersOf, functionProcesses, processesOf } from './leftovers.ts';
import type { Soak } from './workers.ts';

export interface MischiefOptions {
  readonly soak: Soak;
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly word: string;
}

const longestOrphanMs = 10_000;

/** Kills one process of a function every second or two. Functions that record what they run are spared. */
export async function killEnvironments({ soak, clock }: MischiefOptions, signal: AbortSignal): Promise<void> {
  const { random, service, journal } = soak;
  for (;;) {
    await sleep(clock, random.integer(500, 2500), signal);
    const { pid } = await service.alive();
    const victims = [...functionProcesses(pid)].filter(([, name]) => /^(wild|changing|passing)-/.test(name));
    if (victims.length === 0) continue;
    try {
      process.kill(random.pick(victims)[0], 'SIGKILL');
      journal.count('processes of functions killed');
    } catch {
      // It was quicker.
    }
  }
}

/** Kills the service every quarter of a minute or so, mostly without warning, and starts it again on the same data. */
export async function killService(options: MischiefOptions, signal: AbortSignal): Promise<void> {
  const { random, service, journal } = options.soak;
  for (;;) {
    await sleep(options.clock, random.integer(8000, 25_000), signal);
    if (random.chance(0.25)) await endInOrder(options);
    else {
      await service.end('SIGKILL');
      journal.count('services killed');
    }
    await checkOrphans(options);
    await service.start();
  }
}

/** Ends the service as a signal would; it must leave nothing. */
export async function endInOrder({ soak, dataFolder }: MischiefOptions): Promise<void> {
  const status = await soak.service.end('SIGTERM');
  soak.journal.count('services ended in order');
  if (status !== 0) soak.journal.fault(`the service ended with status ${status}`);
  const folders = environmentFoldersOf(dataFolder);
  if (folders.length > 0) soak.journal.fault(`${folders.length} temporary folders are left: ${folders[0]}`);
}

/** Nothing of a service that is gone may go on. Its watchdog has a moment for that. */
export async function checkOrphans({ soak, clock, dataFolder, word }: MischiefOptions): Promise<void> {
  const untilMs = clock.monotonic() + longestOrphanMs;
  let left = processesOf(dataFolder, word, undefined);
  while (left.length > 0 && clock.monotonic() < untilMs) {
    await sleep(clock, 50);
    left = processesOf(dataFolder, word, undefined);
  }
  for (const process of left) soak.journal.fault(`a process outlived the service: ${process}`);
}
