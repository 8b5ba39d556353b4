/** Unpacks a downloaded deployment package, trusting nothing that its headers say. */

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { HumanError, messageOf } from '../base/humanError.ts';
import { formatBytes } from '../base/text.ts';

export interface UnpackLimits {
  /** Sum of the unpacked files, counted as they are written. */
  readonly unzippedBytes: number;
  readonly entries: number;
}

const typeMask = 0o170000;
const linkType = 0o120000;

/**
 * Writes the files of `zip` below `folder`, which must exist. Links are passed over: nothing may lead out of the folder.
 * Resolves to the POSIX paths that were written, sorted. Rejects with `HumanError` for an archive that is broken, too large, or hostile.
 */
export async function unpackCode(
  zip: Buffer,
  folder: string,
  limits: UnpackLimits,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const paths = new Set<string>();
  let writtenBytes = 0;
  const counted = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        writtenBytes += chunk.byteLength;
        done(writtenBytes > limits.unzippedBytes ? tooLarge(limits.unzippedBytes) : null, chunk);
      },
    });
  try {
    // Refuses names that are absolute or go up.
    const archive = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
    if (archive.entryCount > limits.entries) throw tooMany(limits.entries);
    for await (const entry of archive.eachEntry()) {
      signal.throwIfAborted();
      const isLink = ((entry.externalFileAttributes >>> 16) & typeMask) === linkType;
      if (entry.fileName.endsWith('/') || isLink) continue;
      if (paths.size >= limits.entries) throw tooMany(limits.entries);
      const file = path.join(folder, entry.fileName);
      if (path.relative(folder, file).startsWith('..')) throw new Error(`it leaves its folder: ${entry.fileName}`);
      await mkdir(path.dirname(file), { recursive: true });
      await pipeline(await archive.openReadStreamPromise(entry), counted(), createWriteStream(file), { signal });
      paths.add(path.posix.normalize(entry.fileName));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof HumanError) throw error;
    throw new HumanError(`The deployed package cannot be unpacked: ${messageOf(error)}`, { cause: error });
  }
  return [...paths].sort();
}

function tooLarge(limitBytes: number): HumanError {
  return new HumanError(`The deployed package is too large to unpack: more than ${formatBytes(limitBytes)}.`);
}

function tooMany(entries: number): HumanError {
  return new HumanError(`The deployed package is too large to unpack: more than ${entries} files.`);
}
