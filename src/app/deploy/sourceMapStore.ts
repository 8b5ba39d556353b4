/**
 * Source maps of what was deployed from here, by the hash of the package. A build's output folder goes when the redeploy
 * is done, and AWS keeps the package to itself: without this, frames of a function there would lead to the bundle's lines.
 */

import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { FunctionFile } from '../build/functionFiles.ts';

/** Enough for every function that somebody works on; the ones not deployed for longest go first. */
const mostPackages = 100;
const largestPackageBytes = 64 * 1024 * 1024;
const suffix = '.map';

export class SourceMapStore {
  readonly #folder: string;
  readonly #clock: Clock;

  /** `folder`: made when first needed. */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** `codeSha256`: as Lambda answers it, Base64. Keeps nothing where the package has no map. */
  async keep(codeSha256: string, files: readonly FunctionFile[]): Promise<void> {
    const maps = files.filter(({ path: name }) => name.endsWith(suffix));
    if (maps.length === 0 || maps.reduce((sum, { bytes }) => sum + bytes, 0) > largestPackageBytes) return;
    const folder = this.folderOf(codeSha256);
    const now = new Date(this.#clock.now());
    const isKnown = await utimes(folder, now, now).then(
      () => true,
      () => false,
    );
    if (!isKnown) await this.#write(folder, maps, now);
    await this.#prune();
  }

  /** Where the maps of a package lie below the paths that they have in it; there may be none. */
  folderOf(codeSha256: string): string {
    return path.join(this.#folder, Buffer.from(codeSha256, 'base64').toString('hex'));
  }

  /** Another window may do the same at the same moment: the folder appears whole, and whoever comes second gives way. */
  async #write(folder: string, maps: readonly FunctionFile[], now: Date): Promise<void> {
    const unfinished = `${folder}.${process.pid}-${now.getTime()}`;
    try {
      for (const map of maps) {
        const file = path.join(unfinished, map.path);
        await mkdir(path.dirname(file), { recursive: true });
        await copyFile(map.source, file);
      }
      await utimes(unfinished, now, now);
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      if (!(await isFolder(folder))) throw error;
    }
  }

  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= mostPackages) return;
    const aged = await Promise.all(
      names.map(async (name) => {
        const folder = path.join(this.#folder, name);
        return { folder, usedAt: (await stat(folder).catch(() => undefined))?.mtimeMs ?? 0 };
      }),
    );
    aged.sort((a, b) => a.usedAt - b.usedAt);
    for (const { folder } of aged.slice(0, names.length - mostPackages)) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
