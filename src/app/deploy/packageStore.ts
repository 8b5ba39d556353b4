/** Packages that were deployed, or that a deployment replaced, by their hash: what an undo sends. Bounded in bytes. */

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';

/** A few of the largest packages, or many of the usual ones; those not used for longest go first. */
const defaultBytes = 1024 * 1024 * 1024;
const extension = '.zip';

export class PackageStore {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #largestBytes: number;

  /** `folder`: made when first needed. */
  constructor(folder: string, clock: Clock, largestBytes = defaultBytes) {
    this.#folder = folder;
    this.#clock = clock;
    this.#largestBytes = largestBytes;
  }

  /** `codeSha256` as Lambda answers it, Base64. */
  async has(codeSha256: string): Promise<boolean> {
    return await stat(this.#fileOf(codeSha256)).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  /** Another window may keep the same at the same moment: the file appears whole. */
  async keep(codeSha256: string, zip: Uint8Array): Promise<void> {
    const file = this.#fileOf(codeSha256);
    const now = new Date(this.#clock.now());
    const isKnown = await utimes(file, now, now).then(
      () => true,
      () => false,
    );
    if (isKnown) return;
    await mkdir(this.#folder, { recursive: true });
    const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      // Code of others may hold what is nobody else's business.
      await writeFile(draft, zip, { mode: 0o600 });
      await utimes(draft, now, now);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await this.#prune();
  }

  /** `undefined` where it was never kept, made room, or is not what it was. */
  async read(codeSha256: string): Promise<Uint8Array | undefined> {
    const zip = await readFile(this.#fileOf(codeSha256)).catch(() => undefined);
    if (zip === undefined || createHash('sha256').update(zip).digest('base64') !== codeSha256) return undefined;
    return zip;
  }

  #fileOf(codeSha256: string): string {
    return path.join(this.#folder, `${Buffer.from(codeSha256, 'base64').toString('hex')}${extension}`);
  }

  async #prune(): Promise<void> {
    const files = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const file = path.join(this.#folder, name);
        const found = await stat(file).catch(() => undefined);
        return { file, bytes: found?.size ?? 0, usedAt: found?.mtimeMs ?? 0 };
      }),
    );
    files.sort((a, b) => b.usedAt - a.usedAt);
    let bytes = 0;
    for (const [index, file] of files.entries()) {
      bytes += file.bytes;
      // The newest stays however large it is: it is what was deployed just now.
      if (index > 0 && bytes > this.#largestBytes) await rm(file.file, { force: true });
    }
  }
}
