/** Unpacks a deployment package, trusting nothing that its headers say. */

import { createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { entryPath, isInside } from './entryPath.ts';

export interface UnzipLimits {
  /** Sum of the unpacked files, counted as they are written. */
  readonly unzippedBytes: number;
  /** Also of the folders, which need no entry of their own. */
  readonly entries: number;
}

/** Why a package was refused: a broken or hostile archive, one that is too large, or one without entries. */
export class UnzipError extends Error {
  override readonly name = 'UnzipError';
  readonly reason: 'broken' | 'too-large' | 'empty';

  constructor(reason: 'broken' | 'too-large' | 'empty', message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

const typeMask = 0o170000;
const linkType = 0o120000;
const longestLinkBytes = 4096;

/** Unpacks `zip` into `folder`, which must exist and be empty. Rejects with `UnzipError`; the folder is then to be removed. */
export async function unzip(zip: Buffer, folder: string, limits: UnzipLimits): Promise<void> {
  try {
    await new Unpacking(folder, limits).run(zip);
  } catch (error) {
    if (error instanceof UnzipError) throw error;
    throw new UnzipError('broken', `The archive cannot be unpacked: ${String(error)}`, error);
  }
}

/** What the entries of an archive say that they unpack to; true once `unzip` has unpacked it. */
export async function unzippedBytes(zip: Buffer): Promise<number> {
  const archive = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
  let bytes = 0;
  for await (const entry of archive.eachEntry()) bytes += entry.uncompressedSize;
  return bytes;
}

class Unpacking {
  readonly #folder: string;
  readonly #limits: UnzipLimits;
  readonly #links: { readonly path: string; readonly target: string }[] = [];
  readonly #madeFolders = new Set<string>();
  #writtenBytes = 0;

  constructor(folder: string, limits: UnzipLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  async run(zip: Buffer): Promise<void> {
    const archive = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
    if (archive.entryCount > this.#limits.entries) throw new UnzipError('too-large', 'Too many entries');
    let entries = 0;
    for await (const entry of archive.eachEntry()) {
      entries += 1;
      if (entries > this.#limits.entries) throw new UnzipError('too-large', 'Too many entries');
      await this.#unpack(archive, entry);
    }
    if (entries === 0) throw new UnzipError('empty', 'The archive has no entries');
    // Last, so that no entry is ever written through a link.
    for (const link of this.#links) await symlink(link.target, link.path);
    for (const link of this.#links) await this.#requireInside(link.path);
  }

  async #unpack(archive: yauzl.ZipFile, entry: yauzl.Entry): Promise<void> {
    const target = entryPath(this.#folder, entry.fileName);
    if (target === undefined) throw new UnzipError('broken', `An entry leaves the folder: ${entry.fileName}`);
    const mode = entry.externalFileAttributes >>> 16;
    if (entry.fileName.endsWith('/')) {
      await this.#makeFolder(target);
      return;
    }
    await this.#makeFolder(path.dirname(target));
    const content = await archive.openReadStreamPromise(entry);
    if ((mode & typeMask) === linkType) {
      this.#links.push({ path: target, target: await this.#readLink(content, entry) });
    } else {
      await pipeline(content, this.#counted(entry), createWriteStream(target, { mode: 0o644 }));
      // Archives made on Windows carry no modes. A function may read everything in its package.
      await chmod(target, mode === 0 ? 0o644 : (mode & 0o777) | 0o444);
    }
  }

  /** Counts real bytes against the limit, and checks the entry's checksum at its end. */
  #counted(entry: yauzl.Entry): Transform {
    let sum = 0;
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#writtenBytes += chunk.byteLength;
        if (this.#writtenBytes > this.#limits.unzippedBytes) {
          done(new UnzipError('too-large', 'The unpacked files are too large'));
          return;
        }
        sum = crc32(chunk, sum);
        done(null, chunk);
      },
      flush: (done) => {
        done(sum === entry.crc32 ? null : new UnzipError('broken', `Wrong checksum: ${entry.fileName}`));
      },
    });
  }

  async #readLink(content: Readable, entry: yauzl.Entry): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > longestLinkBytes) throw new UnzipError('broken', `A link is too long: ${entry.fileName}`);
      chunks.push(chunk);
    }
    const target = Buffer.concat(chunks).toString('utf8');
    if (target === '' || target.includes('\0') || path.isAbsolute(target)) {
      throw new UnzipError('broken', `A link leaves the folder: ${entry.fileName}`);
    }
    return target;
  }

  /** One step at a time, so that each is counted: a name of 64 KB makes thousands of them. */
  async #makeFolder(folder: string): Promise<void> {
    if (folder === this.#folder || this.#madeFolders.has(folder)) return;
    await this.#makeFolder(path.dirname(folder));
    this.#madeFolders.add(folder);
    if (this.#madeFolders.size > this.#limits.entries) throw new UnzipError('too-large', 'Too many folders');
    await mkdir(folder, { recursive: true, mode: 0o755 });
  }

  /** Follows a link step by step, as the kernel would: links to links may climb where their text does not show it. */
  async #requireInside(link: string): Promise<void> {
    const pending = path.relative(this.#folder, link).split(path.sep);
    let current = this.#folder;
    for (let followed = 0; pending.length > 0; ) {
      const segment = pending.shift() ?? '';
      if (segment === '' || segment === '.') continue;
      current = path.join(current, segment);
      if (!isInside(this.#folder, current)) throw new UnzipError('broken', `A link leaves the folder: ${link}`);
      if (!(await isLink(current))) continue;
      followed += 1;
      if (followed > 40) throw new UnzipError('broken', `A link leads in a circle: ${link}`);
      pending.unshift(...(await readlink(current)).split(/[\\/]/));
      current = path.dirname(current);
    }
  }
}

async function isLink(target: string): Promise<boolean> {
  try {
    return (await lstat(target)).isSymbolicLink();
  } catch {
    // A link may point at nothing: that is the function's business.
    return false;
  }
}
