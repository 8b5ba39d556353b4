/** A local service of its own for one benchmark: the built program in a process, on a data folder that goes with it. */

import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
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
  /** Unread; only of a service that was started with options for its interpreter. */
  readonly standardError: Readable | undefined;
  close(): Promise<void>;
}

export interface BenchServiceOptions {
  /** Without the option the service decides. */
  readonly spares?: number;
  /** Of the interpreter that runs the service. */
  readonly nodeOptions?: readonly string[];
}

const spareDeadlineMs = 20_000;

/** `prepare` fills the data folder before the service takes it. */
export async function startBenchService(
  prepare?: (dataFolder: string) => void,
  { spares, nodeOptions = [] }: BenchServiceOptions = {},
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
      ...nodeOptions,
      path.join(distFolder, 'service', 'main.js'),
      ...['--port', '0', '--data', dataFolder],
      ...(spares === undefined ? [] : ['--spares', String(spares)]),
    ],
    // Only a service with spares, or with an inspector, has something to tell that a benchmark waits for.
    spares === undefined
      ? { stdio: ['ignore', 'pipe', nodeOptions.length > 0 ? 'pipe' : 'ignore'] }
      : { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LAMBDA_WORKBENCH_VERBOSE: '1' } },
  );
  const standardError = spares === undefined ? (child.stderr ?? undefined) : undefined;
  const spareReady = countSpares(spares === undefined ? undefined : child.stderr);
  try {
    const ready = await withDeadline(systemClock, 20_000, 'the ready line of the local service', () =>
      readyLine(child),
    );
    const readyMs = performance.now() - startedAt;
    const connection = connectLocal(ready);
    const closeAll = () => close(child, dataFolder, connection);
    return { ready, connection, readyMs, spareReady, standardError, close: closeAll };
  } catch (error) {
    await close(child, dataFolder, undefined);
    throw error;
  }
}

/** Counts the lines by which the service tells that a spare is ready. */
function countSpares(standardError: Readable | null | undefined): () => Promise<void> {
  const ready = new Emitter<void>();
  let waiting = 0;
  if (standardError) {
    createInterface({ input: standardError }).on('line', (line) => {
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
