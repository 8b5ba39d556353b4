/** Who has a data folder: a note beside the lock, for whoever is refused. The lock itself is the database's. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface FolderOwner {
  readonly pid: number;
  /** ISO 8601, in UTC. */
  readonly since: string;
}

const fileName = 'owner.json';

/** To be called by the one that has the lock. */
export function noteOwner(dataFolder: string, owner: FolderOwner): void {
  const file = path.join(dataFolder, fileName);
  // A new file, so that its mode is ours whatever was there before.
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
}

/** `undefined` when there is no note, or when the process that wrote it has gone: then somebody else has the lock. */
export function readOwner(dataFolder: string): FolderOwner | undefined {
  try {
    const { pid, since } = JSON.parse(readFileSync(path.join(dataFolder, fileName), 'utf8')) as Record<string, unknown>;
    return typeof pid === 'number' && typeof since === 'string' && isAlive(pid) ? { pid, since } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and not ours to signal.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
