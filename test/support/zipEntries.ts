/** Reads a zip back: what a test says about a package, it says about its entries. */

import { buffer } from 'node:stream/consumers';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

export interface ZipEntry {
  readonly path: string;
  readonly text: string;
  /** Unix permission bits. */
  readonly mode: number;
}

export async function zipEntries(zip: Uint8Array): Promise<readonly ZipEntry[]> {
  const archive = await open(zip);
  const entries: ZipEntry[] = [];
  return new Promise((resolve, reject) => {
    archive.on('error', reject);
    archive.on('end', () => resolve(entries));
    archive.on('entry', (entry: Entry) => {
      archive.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        buffer(stream).then((content) => {
          const mode = (entry.externalFileAttributes >>> 16) & 0o777;
          entries.push({ path: entry.fileName, text: content.toString('utf8'), mode });
          archive.readEntry();
        }, reject);
      });
    });
    archive.readEntry();
  });
}

function open(zip: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(zip), { lazyEntries: true }, (error, archive) => (error ? reject(error) : resolve(archive)));
  });
}
