/**
 * Writes to the log pipe, which is the process's standard output. A message of several lines is framed, so that it
 * stays one log event; a mark says that everything written before it belongs to what is now finished, and carries the
 * most memory that the process held so far (kilobytes, as text).
 *
 * Frame: u32 type, u32 length, i64 microseconds since 1970, then the message; big-endian. It is the layout of Lambda's
 * own log frames. Its first byte cannot begin a character of UTF-8, so raw output cannot be taken for it.
 */

import { writeSync } from 'node:fs';

const textFrame = 0xa55a0003;
const markFrame = 0xa55aff01;
const standardOutput = 1;

/** Writes one log event, newline included where one is wanted. */
export function writeMessage(message: string, nowMs: number): void {
  writeFrame(textFrame, message, nowMs);
}

/**
 * Ends a stretch of output. The service waits for it before it closes the log of an invocation. Returns false when there
 * was none: then there is no mark either, and the service is to be told.
 */
export async function endOutput(): Promise<boolean> {
  const stream = usedStandardOutput();
  if (stream !== undefined && stream.writableLength > 0)
    await new Promise<void>((done) => stream.write('', () => done()));
  // Elsewhere the mark has more to tell.
  if (!hasOutput && stream === undefined && process.platform === 'linux') return false;
  writeMarkNow();
  hasOutput = false;
  return true;
}

let hasOutput = false;

/** The same where nothing can be on its way. */
export function writeMarkNow(): void {
  // Linux tells the service itself, and better: there the number would include the program that started this one.
  const peakKilobytes = process.platform === 'linux' ? '' : String(process.resourceUsage().maxRSS);
  writeFrame(markFrame, peakKilobytes, Date.now());
}

function writeFrame(type: number, message: string, nowMs: number): void {
  hasOutput = true;
  const length = Buffer.byteLength(message);
  const frame = Buffer.allocUnsafe(16 + length);
  frame.writeUInt32BE(type, 0);
  frame.writeUInt32BE(length, 4);
  // An i64 in two halves: BigInt costs more than the rest of this function.
  const microseconds = nowMs * 1000;
  frame.writeUInt32BE(Math.floor(microseconds / 0x1_0000_0000), 8);
  frame.writeUInt32BE(microseconds % 0x1_0000_0000, 12);
  frame.write(message, 16);
  writeAll(frame);
}

function writeAll(bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(standardOutput, bytes, written);
    } catch (error) {
      // The pipe turns non-blocking as soon as the function touches process.stdout; when it is full, wait a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

let standardStream: NodeJS.WriteStream | undefined;

/** Notices when the function begins to use `process.stdout`, whose writes may still be on their way. */
export function watchStandardOutput(): void {
  const original = Object.getOwnPropertyDescriptor(process, 'stdout');
  const get = original?.get;
  if (original === undefined || get === undefined) return;
  Object.defineProperty(process, 'stdout', {
    ...original,
    get() {
      standardStream = get.call(process) as NodeJS.WriteStream;
      return standardStream;
    },
  });
}

function usedStandardOutput(): NodeJS.WriteStream | undefined {
  return standardStream;
}
