/**
 * What interpreters have compiled of packages, so that the next environment need not do it again: beside the packages,
 * by their hash. It may be removed at any time, and an interpreter that finds it damaged compiles anew.
 */

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** A package whose modules write modules that they load could fill the disk. */
const mostBytes = 128 * 1024 * 1024;

export class CompiledCode {
  readonly #folder: string;
  readonly #unpackedFolder: string;
  readonly #workFolder: string;

  constructor(dataFolder: string) {
    this.#folder = path.join(dataFolder, 'compiled');
    this.#unpackedFolder = path.join(dataFolder, 'unpacked');
    this.#workFolder = path.join(dataFolder, 'work');
  }

  /** Has one folder for each language. */
  get folder(): string {
    return this.#folder;
  }

  /** Keeps what belongs to these packages and is not too large, and what belongs to the interpreters themselves. */
  async sweep(kept: ReadonlySet<string>): Promise<void> {
    for (const folder of [path.join(this.#folder, 'node'), this.#pythonFolder(this.#unpackedFolder)]) {
      for (const name of await readdir(folder).catch(() => [])) {
        const compiled = path.join(folder, name);
        if (!kept.has(name) || (await sizeOf(compiled)) > mostBytes) await remove(compiled);
      }
    }
    // Of modules in the temporary folders of environments.
    await remove(this.#pythonFolder(this.#workFolder));
  }

  /** Python keeps the compiled form of a module in a folder that has the whole path of the module's own. */
  #pythonFolder(folder: string): string {
    const absolute = path.resolve(folder);
    return path.join(this.#folder, 'python', absolute.slice(path.parse(absolute).root.length));
  }
}

/** Environments may be writing there: what they add meanwhile goes with the next sweep. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  let bytes = 0;
  for (const name of names) bytes += (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
  return bytes;
}
