/** Makes an unpacked package read-only, and tells later whether anybody changed it all the same. */

import { createHash } from 'node:crypto';
import { chmod, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

const writeBits = 0o222;

/**
 * Takes the right to write from every file and returns what the folder looks like now. Folders stay writable, so that
 * whoever owns the data folder can remove it: a new file in them is found by `sealOf`. Superusers write all the same.
 */
export async function seal(folder: string): Promise<string> {
  await walk(folder, async (file, { mode, isFile }) => {
    if (isFile && (mode & writeBits) !== 0) await chmod(file, mode & 0o7777 & ~writeBits);
  });
  return sealOf(folder);
}

/** Names, kinds, sizes and times of everything in the folder, as one hash. */
export async function sealOf(folder: string): Promise<string> {
  const lines: string[] = [];
  await walk(folder, async (file, { mode, size, mtimeMs, isFile }) => {
    const kind = mode & 0o170000;
    lines.push(`${path.relative(folder, file)}\0${kind}\0${isFile ? size : 0}\0${mtimeMs}`);
  });
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

interface Found {
  readonly mode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly isFile: boolean;
}

/** Calls for the folder and everything in it. Links are not followed. */
async function walk(file: string, visit: (file: string, found: Found) => Promise<void>): Promise<void> {
  const found = await lstat(file);
  const { mode, size, mtimeMs } = found;
  await visit(file, { mode, size, mtimeMs, isFile: found.isFile() });
  if (!found.isDirectory()) return;
  for (const name of await readdir(file)) await walk(path.join(file, name), visit);
}
