/** Content hashes of files, remembered for as long as a file's metadata stay the same. */

import { createHash } from 'node:crypto';
import { type BigIntStats, createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../base/clock.ts';

interface Remembered {
  /** Device, inode, size, times of change in nanoseconds. */
  readonly identity: string;
  readonly hash: string;
}

/** A file that was changed this shortly before it was read may be changed again within the same tick of its clock. */
const settledAfterMs = 2_000;
/** The clock of file systems may be behind by so much. */
const clockTickMs = 20;
const mostRemembered = 100_000;
const readAtOnceBytes = 4 * 1024 * 1024;
const atATime = 32;

export class FileHashes {
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One hash over all files with their names, whatever their order. A file that is not there counts as that. */
  async of(files: readonly string[], signal: AbortSignal): Promise<string> {
    const sorted = [...new Set(files)].sort();
    const hashes: string[] = new Array(sorted.length);
    let next = 0;
    const work = async () => {
      for (let at = next++; at < sorted.length; at = next++) {
        signal.throwIfAborted();
        hashes[at] = await this.#hashOf(sorted[at] ?? '', signal);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atATime, sorted.length) }, work));
    const all = createHash('sha256');
    for (const [at, file] of sorted.entries()) all.update(`${file}\0${hashes[at]}\0`);
    return all.digest('hex');
  }

  /** Whether one of the files may have been changed at or after the moment. */
  async changedSince(files: readonly string[], sinceMs: number): Promise<boolean> {
    const found = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
    return found.some((one) => one !== undefined && one.ctimeMs >= sinceMs - clockTickMs);
  }

  async #hashOf(file: string, signal: AbortSignal): Promise<string> {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (!found?.isFile()) return 'none';
    const identity = identityOf(found);
    const known = this.#remembered.get(file);
    if (known?.identity === identity) return known.hash;
    const hash = await contentHash(file, Number(found.size), signal);
    const isSettled = this.#clock.now() - Number(found.ctimeMs) > settledAfterMs;
    if (isSettled) this.#remember(file, { identity, hash });
    else this.#remembered.delete(file);
    return hash;
  }

  #remember(file: string, entry: Remembered): void {
    this.#remembered.set(file, entry);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
  }
}

function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}

async function contentHash(file: string, bytes: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  if (bytes <= readAtOnceBytes) hash.update(await readFile(file));
  else await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}
