/**
 * Cuts the output of a process into log events: framed messages stay whole, raw text gives one event per line, and
 * marks are counted. The frame is described in bootstraps/node/logPipe.ts.
 */

/** Longest event that CloudWatch Logs takes; a longer line becomes several events. */
const eventBytes = 256 * 1024;
const headBytes = 16;
/** A frame that claims more than this is not one: two writers got mixed up. */
const frameLimitBytes = 16 * 1024 * 1024;
const newline = 0x0a;
const frameStart = Buffer.from([0xa5, 0x5a]);
const markType = 0xff01;

export interface DecodedLogs {
  /** `timestamp` in milliseconds since 1970 where the writer gave one. */
  readonly events: readonly { readonly message: string; readonly timestamp: number | undefined }[];
  /** How many marks were passed. */
  readonly marks: number;
  /** Peak memory of the process as the last mark told it; `undefined` where the marks say nothing. */
  readonly peakBytes: number | undefined;
}

export class LogDecoder {
  #rest: Buffer = Buffer.alloc(0);

  /** The complete events in what arrived; the beginning of another one is kept. */
  write(bytes: Uint8Array): DecodedLogs {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.#decode(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  /** What is left when no more will come: a line without its newline is an event as well. */
  end(): DecodedLogs {
    return this.#decode(this.#rest, true);
  }

  #decode(buffer: Buffer, isEnd: boolean): DecodedLogs {
    const events: { message: string; timestamp: number | undefined }[] = [];
    let marks = 0;
    let peakBytes: number | undefined;
    let position = 0;
    while (position < buffer.length) {
      const frame = readFrame(buffer, position);
      if (frame === 'incomplete' && !isEnd) break;
      if (typeof frame === 'object') {
        if (frame.isMark) {
          marks += 1;
          if (frame.end > frame.start) peakBytes = Number(buffer.toString('latin1', frame.start, frame.end)) * 1024;
          position = frame.end;
          continue;
        }
        for (let start = frame.start; start < frame.end; start += eventBytes) {
          const end = Math.min(start + eventBytes, frame.end);
          events.push({ message: buffer.toString('utf8', start, end), timestamp: frame.timestamp });
        }
        position = frame.end;
        continue;
      }
      const end = lineEnd(buffer, position, isEnd);
      if (end === undefined) break;
      events.push({ message: buffer.toString('utf8', position, end), timestamp: undefined });
      position = end;
    }
    // A copy: the rest must not keep the whole chunk alive.
    this.#rest = position === buffer.length ? Buffer.alloc(0) : Buffer.from(buffer.subarray(position));
    return { events, marks, peakBytes };
  }
}

interface Frame {
  readonly isMark: boolean;
  readonly timestamp: number;
  readonly start: number;
  readonly end: number;
}

function readFrame(buffer: Buffer, position: number): Frame | 'incomplete' | undefined {
  if (buffer[position] !== frameStart[0]) return undefined;
  if (position + 1 < buffer.length && buffer[position + 1] !== frameStart[1]) return undefined;
  const start = position + headBytes;
  if (start > buffer.length) return 'incomplete';
  const length = buffer.readUInt32BE(position + 4);
  if (length > frameLimitBytes) return undefined;
  const end = start + length;
  if (end > buffer.length) return 'incomplete';
  const microseconds = buffer.readUInt32BE(position + 8) * 0x1_0000_0000 + buffer.readUInt32BE(position + 12);
  const isMark = buffer.readUInt16BE(position + 2) === markType;
  return { isMark, timestamp: Math.floor(microseconds / 1000), start, end };
}

/** End of the raw line that begins at `position`; `undefined` when more of it is still to come. */
function lineEnd(buffer: Buffer, position: number, isEnd: boolean): number | undefined {
  const limit = Math.min(buffer.length, position + eventBytes);
  const window = buffer.subarray(position, limit);
  const atNewline = window.indexOf(newline);
  const line = atNewline < 0 ? window : window.subarray(0, atNewline);
  const atFrame = line.indexOf(frameStart, 1);
  if (atFrame >= 0) return position + atFrame;
  if (atNewline >= 0) return position + atNewline + 1;
  if (window.length === eventBytes || isEnd) return limit;
  return undefined;
}
