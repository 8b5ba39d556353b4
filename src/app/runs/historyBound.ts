/** The bound that the histories of all functions have together: the oldest runs go first, pinned ones stay. */

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pinnedEnd } from './runFiles.ts';

interface RunFile {
  readonly file: string;
  readonly runId: number;
  readonly bytes: number;
}

/**
 * Resolves with the number of files that were dropped from the folders under `folder`. What cannot be read is passed over:
 * other windows write and drop at the same time.
 */
export async function boundHistories(folder: string, mostBytes: number): Promise<number> {
  const runs: RunFile[] = [];
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    for (const run of await runsIn(path.join(folder, name))) {
      bytes += run.bytes;
      if (!run.file.endsWith(pinnedEnd)) runs.push(run);
    }
  }
  runs.sort((a, b) => a.runId - b.runId);
  let dropped = 0;
  for (const run of runs) {
    if (bytes <= mostBytes) break;
    await rm(run.file, { force: true });
    bytes -= run.bytes;
    dropped += 1;
  }
  return dropped;
}

/** The name of a file begins with the number of its run, and that with its time. */
async function runsIn(folder: string): Promise<readonly RunFile[]> {
  const runs = (await namesIn(folder)).map(async (name) => {
    const file = path.join(folder, name);
    const runId = Number.parseInt(name, 10);
    const bytes = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    return { file, runId, bytes };
  });
  return (await Promise.all(runs)).filter(({ runId }) => Number.isFinite(runId));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
