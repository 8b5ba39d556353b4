/** A fingerprint of the files of a folder that would be packaged or built, quick when little has changed. */

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { functionFiles } from '../build/functionFiles.ts';

interface KnownFile {
  readonly mtimeMs: number;
  readonly bytes: number;
  readonly hash: string;
}

/** Larger folders are not read through for a word beside a row. */
const maximumFiles = 10_000;
const maximumBytes = 256 * 1024 * 1024;

export class FolderFingerprints {
  /** By path: a file with the same time and size is not read again. */
  readonly #known = new Map<string, KnownFile>();

  /** `undefined` for a folder that is not there or too large. Rejects with the signal's reason. */
  async of(folder: string, signal: AbortSignal): Promise<string | undefined> {
    const files = await functionFiles(folder, signal).catch(() => undefined);
    signal.throwIfAborted();
    const bytes = files?.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
    if (files === undefined || files.length > maximumFiles || bytes > maximumBytes) return undefined;
    const all = createHash('sha256');
    for (const { path, source } of files) {
      signal.throwIfAborted();
      // A file that vanished meanwhile is a change like any other.
      all.update(`${path}\n${(await this.#hashOf(source).catch(() => 'gone')) ?? ''}\n`);
    }
    return all.digest('base64');
  }

  async #hashOf(file: string): Promise<string> {
    const { mtimeMs, size: bytes } = await stat(file);
    const known = this.#known.get(file);
    if (known?.mtimeMs === mtimeMs && known.bytes === bytes) return known.hash;
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('base64');
    this.#known.set(file, { mtimeMs, bytes, hash });
    return hash;
  }
}
