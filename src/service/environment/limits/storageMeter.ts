/** How much a function keeps in its temporary folder, without asking the disk more often than it must. */

import type { Stats } from 'node:fs';
import { chmod, lstat, opendir, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What an entry costs at least: the file system of 512 MB on Lambda has an inode for every 4 KB. */
const entryBytes = 4096;
const blockBytes = 512;
/** A folder that nobody seems to fill is measured this often all the same: others may free what it takes. */
const longestMs = 10_000;

export class StorageMeter {
  readonly folder: string;
  readonly limitBytes: number;
  #heldBytes = 0;
  #suspectedBytes = 0;
  #measuredAtMs: number;

  constructor(folder: string, limitBytes: number, nowMs: number) {
    this.folder = folder;
    this.limitBytes = limitBytes;
    this.#measuredAtMs = nowMs;
  }

  /** The disk has that much less than before; whoever took it. */
  suspect(bytes: number): void {
    this.#suspectedBytes += bytes;
  }

  /** Whether the folder may have grown beyond its limit since it was measured. */
  isDoubtful(nowMs: number): boolean {
    return (
      this.#heldBytes + this.#suspectedBytes > this.limitBytes ||
      (this.#suspectedBytes > 0 && nowMs - this.#measuredAtMs > longestMs)
    );
  }

  /** Measures the folder, and the files in it that were removed while these processes have them open. */
  async isOver(nowMs: number, processes: readonly number[]): Promise<boolean> {
    this.#suspectedBytes = 0;
    this.#measuredAtMs = nowMs;
    const tally = new Tally(this.limitBytes);
    await addFolder(this.folder, tally);
    await addRemoved(this.folder, processes, tally);
    this.#heldBytes = tally.bytes;
    return tally.isOver;
  }
}

/** Counts files once, however many names they have. */
class Tally {
  bytes = 0;
  readonly #limitBytes: number;
  readonly #linked = new Set<string>();

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get isOver(): boolean {
    return this.bytes > this.#limitBytes;
  }

  add({ dev, ino, nlink, blocks }: Stats): void {
    if (nlink !== 1) {
      const id = `${dev}:${ino}`;
      if (this.#linked.has(id)) return;
      this.#linked.add(id);
    }
    this.bytes += Math.max(blocks * blockBytes, entryBytes);
  }
}

/** Stops as soon as the limit is passed. Links are not followed. */
async function addFolder(folder: string, tally: Tally): Promise<void> {
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined && !tally.isOver; next = pending.pop()) {
    for await (const entry of await openFolder(next)) {
      if (tally.isOver) break;
      const path = join(next, entry.name);
      const found = await lstat(path).catch(() => undefined);
      if (found === undefined) continue;
      tally.add(found);
      if (found.isDirectory()) pending.push(path);
    }
  }
}

/** A folder that its owner locked is opened for the look and locked again. */
async function openFolder(folder: string) {
  try {
    return await opendir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return [];
  }
  try {
    const { mode } = await lstat(folder);
    await chmod(folder, 0o700);
    const opened = await opendir(folder);
    await chmod(folder, mode & 0o7777);
    return opened;
  } catch {
    return [];
  }
}

/** Files without a name still take their place. Linux tells them; elsewhere they are not counted. */
async function addRemoved(folder: string, processes: readonly number[], tally: Tally): Promise<void> {
  for (const pid of processes) {
    const descriptors = `/proc/${pid}/fd`;
    for (const name of await readdir(descriptors).catch(() => [])) {
      const descriptor = join(descriptors, name);
      const target = await readlink(descriptor).catch(() => '');
      if (!target.startsWith(folder) || !target.endsWith(' (deleted)')) continue;
      const found = await stat(descriptor).catch(() => undefined);
      if (found !== undefined) tally.add(found);
    }
  }
}
