/**
 * Writes a zip whose bytes follow from its members alone (APPNOTE.TXT 6.3.10): one time for all, no extra fields, nothing of the
 * machine. Libraries for it look through all members after each one, which a package of 20,000 files feels.
 */

import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

export interface ZipMember {
  /** POSIX path. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable: boolean;
}

const deflate = promisify(deflateRaw);
const compressionLevel = 6;
const [stored, deflated] = [0, 8];
/** Names are UTF-8. */
const flags = 0x0800;
/** 2.0 reads it; made as by a Unix, so that permissions count. */
const [versionNeeded, versionMadeBy, versionNeededZip64] = [20, (3 << 8) | 63, 45];
/** 1 January 1980, midnight: where the format's calendar begins. */
const [dosTime, dosDate] = [0, (1 << 5) | 1];
const most16Bits = 0xffff;

export class ZipArchive {
  readonly #compresses: boolean;
  readonly #parts: Uint8Array[] = [];
  readonly #directory: Uint8Array[] = [];
  #bytes = 0;

  constructor(compresses: boolean) {
    this.#compresses = compresses;
  }

  /** In their order; compressed side by side. */
  async add(members: readonly ZipMember[]): Promise<void> {
    const bodies = await Promise.all(
      members.map(({ content }) => (this.#compresses ? deflate(content, { level: compressionLevel }) : content)),
    );
    for (const [index, member] of members.entries()) this.#append(member, bodies[index] ?? member.content);
  }

  end(): Uint8Array {
    const directoryBytes = this.#directory.reduce((sum, record) => sum + record.byteLength, 0);
    const tail = directoryEnd(this.#directory.length, directoryBytes, this.#bytes);
    return Buffer.concat([...this.#parts, ...this.#directory, ...tail]);
  }

  #append({ path, content, isExecutable }: ZipMember, body: Uint8Array): void {
    const name = Buffer.from(path.replaceAll('\\', '/'));
    const shared = sharedFields(
      this.#compresses ? deflated : stored,
      crc32(content),
      body.byteLength,
      content.byteLength,
      name,
    );
    const local = Buffer.alloc(4);
    local.writeUInt32LE(0x04034b50);
    const header = Buffer.concat([local, shared, name]);
    this.#directory.push(directoryRecord(shared, name, isExecutable ? 0o100755 : 0o100644, this.#bytes));
    this.#parts.push(header, body);
    this.#bytes += header.byteLength + body.byteLength;
  }
}

/** What a member's header and its record in the directory have in common: 26 bytes. */
function sharedFields(method: number, checksum: number, storedBytes: number, bytes: number, name: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(versionNeeded, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(dosTime, 6);
  fields.writeUInt16LE(dosDate, 8);
  fields.writeUInt32LE(checksum, 10);
  fields.writeUInt32LE(storedBytes, 14);
  fields.writeUInt32LE(bytes, 18);
  fields.writeUInt16LE(name.byteLength, 22);
  return fields;
}

function directoryRecord(shared: Uint8Array, name: Uint8Array, mode: number, offset: number): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(versionMadeBy, 4);
  // Comment, disk and internal attributes stay 0.
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, shared, tail, name]);
}

/** With 65,535 members and more the count stands in records of 64 bits before the usual one. */
function directoryEnd(count: number, directoryBytes: number, offset: number): readonly Buffer[] {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, most16Bits), 8);
  end.writeUInt16LE(Math.min(count, most16Bits), 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  if (count < most16Bits) return [end];
  const large = Buffer.alloc(56);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(BigInt(large.byteLength - 12), 4);
  large.writeUInt16LE(versionMadeBy, 12);
  large.writeUInt16LE(versionNeededZip64, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(directoryBytes), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return [large, locator, end];
}
