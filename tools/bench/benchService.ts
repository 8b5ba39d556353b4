/** A local service of its own for one benchmark: the built program in a process, on a data folder that goes with it. */

import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock, withDeadline } from '../../src/base/clock.ts';
import { Emitter, nextEvent } from '../../src/base/event.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import { parseServiceLine, type ServiceReady } from '../../src/protocol/serviceReady.ts';
import { startProcess, stopProcess } from '../shared/childProcess.ts';
import { distFolder } from '../shared/paths.ts';

export interface BenchService {
  readonly ready: ServiceReady;
  readonly connection: ReturnType<typeof connectLocal>;
  /** From the spawn to the ready line, in milliseconds. */
  readonly readyMs: number;
  /** Resolves when one more spare waits than at the last call; what was ready before counts once. */
  spareReady(): Promise<void>;
  close(): Promise<void>;
}

export interface BenchServiceOptions {
  /** Without the option the service decides. */
  readonly spares?: number;
}

const spareDeadlineMs = 20_000;

/** `prepare` fills the data folder before the service takes it. */
export async function startBenchService(
  prepare?: (dataFolder: string) => void,
  { spares }: BenchServiceOptions = {},
): Promise<BenchService> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'lambda-bench-'));
  try {
    prepare?.(dataFolder);
  } catch (error) {
    await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
  const startedAt = performance.now();
  const child = startProcess(
    process.execPath,
    [
      path.join(distFolder, 'service', 'main.js'),
      ...['--port', '0', '--data', dataFolder],
      ...(spares === undefined ? [] : ['--spares', String(spares)]),
    ],
    // Only a service with spares has something to tell that a benchmark waits for.
    spares === undefined
      ? { stdio: ['ignore', 'pipe', 'ignore'] }
      : { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LAMBDA_WORKBENCH_VERBOSE: '1' } },
  );
  const spareReady = countSpares(child);
  try {
    const ready = await withDeadline(systemClock, 20_000, 'the ready line of the local service', () =>
      readyLine(child),
    );
    const readyMs = performance.now() - startedAt;
    const connection = connectLocal(ready);
    return { ready, connection, readyMs, spareReady, close: () => close(child, dataFolder, connection) };
  } catch (error) {
    await close(child, dataFolder, undefined);
    throw error;
  }
}

/** Counts the lines by which the service tells that a spare is ready. */
function countSpares(child: ChildProcess): () => Promise<void> {
  const ready = new Emitter<void>();
  let waiting = 0;
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (!line.includes('"A spare is ready"')) return;
      waiting += 1;
      ready.fire();
    });
  }
  return async () => {
    if (waiting === 0) await nextEvent(ready.event, () => true, AbortSignal.timeout(spareDeadlineMs));
    waiting -= 1;
  };
}

async function readyLine(child: ChildProcess): Promise<ServiceReady> {
  if (!child.stdout) throw new Error('The local service has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const message = parseServiceLine(line);
    if (message?.event === 'failed') throw new Error(message.message);
    if (message?.event === 'ready') return message;
  }
  throw new Error('The local service ended before it was ready');
}

async function close(child: ChildProcess, dataFolder: string, connection: BenchService['connection'] | undefined) {
  connection?.dispose();
  await stopProcess(child);
  await rm(dataFolder, { recursive: true, force: true });
}
