/** Zip archives for tests: honest ones, and ones that no honest tool would write. */

import { crc32, deflateRawSync } from 'node:zlib';

export interface RawEntry {
  readonly name: string;
  readonly content?: Buffer | string;
  /** Unix mode with its type bits; 0 for an archive that carries none. */
  readonly mode?: number;
  /** What the headers claim, where it differs from the truth. */
  readonly claimedBytes?: number;
  readonly claimedCrc32?: number;
}

const regularFile = 0o100644;
export const executableFile = 0o100755;
export const symbolicLink = 0o120777;

/** A deflated archive of files by name. The same files give the same bytes. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  return rawZip(Object.entries(files).map(([name, content]) => ({ name, content })));
}

/** An archive whose entries are written exactly as they are described. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const packed = deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const fields = commonFields(entry, content, packed.byteLength, name.byteLength);
    const local = Buffer.concat([signature(0x04034b50), fields, name, packed]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(((entry.mode ?? regularFile) << 16) >>> 0, 6);
    central.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 3]), fields, central, name]));
    locals.push(local);
    offset += local.byteLength;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.byteLength, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, signature(0x06054b50), end]);
}

/** What local and central headers share, from "version needed" to "extra field length". */
function commonFields(entry: RawEntry, content: Buffer, packedBytes: number, nameBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(entry.claimedCrc32 ?? crc32(content), 10);
  fields.writeUInt32LE(packedBytes, 14);
  fields.writeUInt32LE(entry.claimedBytes ?? content.byteLength, 18);
  fields.writeUInt16LE(nameBytes, 22);
  return fields;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
