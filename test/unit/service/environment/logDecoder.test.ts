import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogDecoder } from '../../../../src/service/environment/logDecoder.ts';

function frame(message: string, timestampMs = 1_700_000_000_123, type = 0xa55a0003): Buffer {
  const body = Buffer.from(message);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(type, 0);
  head.writeUInt32BE(body.length, 4);
  head.writeBigInt64BE(BigInt(timestampMs) * 1000n, 8);
  return Buffer.concat([head, body]);
}

const mark = frame('', 0, 0xa55aff01);

function decode(...chunks: readonly Uint8Array[]) {
  const decoder = new LogDecoder();
  const parts = [...chunks.map((chunk) => decoder.write(chunk)), decoder.end()];
  return {
    messages: parts.flatMap(({ events }) => events.map(({ message }) => message)),
    marks: parts.reduce((sum, { marks }) => sum + marks, 0),
  };
}

describe('raw output', () => {
  test('gives one event per line, newline included', () => {
    expect(decode(Buffer.from('one\ntwo\n')).messages).toEqual(['one\n', 'two\n']);
  });

  test('a carriage return does not end an event', () => {
    expect(decode(Buffer.from('another\rline\n')).messages).toEqual(['another\rline\n']);
  });

  test('a last line without a newline is an event', () => {
    expect(decode(Buffer.from('one\ntw'), Buffer.from('o')).messages).toEqual(['one\n', 'two']);
  });

  test('an endless line is cut at 256 KB', () => {
    const { messages } = decode(Buffer.alloc(600 * 1024, 'x'));
    expect(messages.map(({ length }) => length)).toEqual([262_144, 262_144, 90_112]);
  });

  test('bytes that are not UTF-8 do not stop anything', () => {
    expect(decode(Buffer.from([0xa5, 0x20, 0xff, 0x0a]), Buffer.from('next\n')).messages[1]).toBe('next\n');
  });
});

describe('frames', () => {
  test('keep their lines together and their time', () => {
    const [event] = new LogDecoder().write(frame('two\nlines\n')).events;
    expect(event).toEqual({ message: 'two\nlines\n', timestamp: 1_700_000_000_123 });
  });

  test('end a raw line that was begun', () => {
    expect(decode(Buffer.from('begun '), frame('framed\n'), Buffer.from('rest\n')).messages).toEqual([
      'begun ',
      'framed\n',
      'rest\n',
    ]);
  });

  test('a mark is counted and leaves no event', () => {
    expect(decode(Buffer.from('one\n'), mark, mark)).toEqual({ messages: ['one\n'], marks: 2 });
  });

  test('a mark may tell the peak memory in kilobytes', () => {
    expect(new LogDecoder().write(frame('2048', 0, 0xa55aff01))).toEqual({
      events: [],
      marks: 1,
      peakBytes: 2048 * 1024,
    });
  });

  test('a length that cannot be is read as text', () => {
    const broken = Buffer.from([0xa5, 0x5a, 0, 3, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x0a]);
    expect(decode(broken, Buffer.from('next\n')).messages.at(-1)).toBe('next\n');
  });
});

test('how the output is cut into chunks makes no difference', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(`${text.replaceAll('\n', ' ')}\n`)),
    fc.string({ unit: 'binary' }).map((text) => frame(text === '' ? 'x' : text)),
    fc.constant(mark),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.nat(200), { maxLength: 8 }), (pieces, cuts) => {
      const all = Buffer.concat(pieces);
      const places = [...new Set(cuts.map((cut) => Math.min(cut, all.length)))].sort((a, b) => a - b);
      const chunks = [...places, all.length].map((end, index) => all.subarray(places[index - 1] ?? 0, end));
      expect(decode(...chunks)).toEqual(decode(all));
    }),
  );
});
