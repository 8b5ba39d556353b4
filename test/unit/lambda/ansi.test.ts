import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnsiText, parseAnsi, sliceAnsi, withoutAnsi } from '../../../src/lambda/ansi.ts';
import { parseInvocationLog } from '../../../src/lambda/invocationLog.ts';
import { parseLogLine } from '../../../src/lambda/logLine.ts';

const esc = '\u001b';

/** `red<1>` reads better than a list of places. */
function painted({ text, spans }: AnsiText): readonly (readonly [string, unknown])[] {
  return spans.map(({ start, end, style }) => [text.slice(start, end), style] as const);
}

describe('parseAnsi', () => {
  it.each([
    ['a plain line', 'nothing here', []],
    ['one of eight', `${esc}[31mred${esc}[0m plain`, [['red', { colour: 1 }]]],
    ['a bright one', `${esc}[92mok${esc}[39m plain`, [['ok', { colour: 10 }]]],
    ['a background', `${esc}[30;103mwarn${esc}[m`, [['warn', { colour: 0, background: 11 }]]],
    ['256: by name', `${esc}[38;5;9mx`, [['x', { colour: 9 }]]],
    ['256: cube', `${esc}[38;5;208mx`, [['x', { colour: '#ff8700' }]]],
    ['256: grey', `${esc}[48;5;244mx`, [['x', { background: '#808080' }]]],
    ['true colour', `${esc}[38;2;255;136;0mx`, [['x', { colour: '#ff8800' }]]],
    ['true colour with colons', `${esc}[38:2::1:2:3mx`, [['x', { colour: '#010203' }]]],
    ['colour after a true colour', `${esc}[38;2;1;2;3;1mx`, [['x', { colour: '#010203', bold: true }]]],
    [
      'weights',
      `${esc}[1;3;4;7;9mx${esc}[22;23;24;27;29my`,
      [['x', { bold: true, italic: true, underline: true, inverse: true, strike: true }]],
    ],
    ['dim and its end', `${esc}[2mx${esc}[22my`, [['x', { dim: true }]]],
    ['a colour that is none', `${esc}[38;5;999mx${esc}[38;7mz`, []],
    ['unknown codes', `${esc}[5;8;53;1000mx`, []],
    ['the one-byte introducer', '\u009b31mred', [['red', { colour: 1 }]]],
    ['two stretches of one style are one', `${esc}[31mre${esc}[Kd`, [['red', { colour: 1 }]]],
  ])('%s', (_, text, expected) => {
    expect(painted(parseAnsi(text))).toEqual(expected);
  });

  it.each([
    ['cursor and erase', `a${esc}[2Jb${esc}[1;1Hc${esc}[?25ld`, 'abcd'],
    ['a link, as its text', `${esc}]8;;https://example.com${esc}\\here${esc}]8;;${esc}\\ and on`, 'here and on'],
    ['a title', `${esc}]0;owned${'\u0007'}text`, 'text'],
    ['a string of the device', `${esc}Pq#0;2;0;0;0${esc}\\text`, 'text'],
    ['two characters', `${esc}(Ba${esc}7b${esc}c`, 'ab'],
    ['cut off in its parameters', `text${esc}[38;5`, 'text'],
    ['cut off at once', `text${esc}[`, 'text'],
    ['a string that never ends keeps what follows', `${esc}]0;everything else`, '0;everything else'],
    ['an escape alone stays for others to show', `a${esc}`, `a${esc}`],
  ])('takes out %s', (_, text, expected) => {
    expect(parseAnsi(text).text).toBe(expected);
    expect(withoutAnsi(text)).toBe(expected);
  });

  it('reads a hundred thousand sequences, and strings that never end, in one pass', () => {
    const many = Array.from({ length: 100_000 }, (_, place) => `${esc}[3${place % 8}mx`).join('');
    const { text, spans } = parseAnsi(many);
    expect(text).toBe('x'.repeat(100_000));
    expect(spans).toHaveLength(100_000);
    expect(withoutAnsi(`${esc}]`.repeat(100_000))).toBe('');
    expect(withoutAnsi(`${esc}[${'1;'.repeat(500_000)}mx`)).toBe('x');
  });

  it('shows each stretch as it is told to, with places in what is shown', () => {
    const { text, spans } = parseAnsi(`a\u0001${esc}[1mb\u0001${esc}[0mc`, (plain) =>
      plain.replaceAll('\u0001', '<1>'),
    );
    expect(text).toBe('a<1>b<1>c');
    expect(spans).toEqual([{ start: 4, end: 8, style: { bold: true } }]);
  });
});

describe('a line of a log', () => {
  const line = (message: string) =>
    parseLogLine({ eventId: '1', logGroupName: 'g', logStreamName: 's', timestamp: 0, ingestionTime: 0, message }).line;

  it('has the level that stands in colours at its start', () => {
    expect(line(`${esc}[33mwarn${esc}[39m: stock is low`).level).toBe('WARN');
    expect(line(`[${esc}[1m${esc}[31mERROR${esc}[0m] no stock`).level).toBe('ERROR');
  });

  it('sums its invocation up without them', () => {
    const requestId = '8f2c0000-0000-4000-8000-000000000001';
    const record = parseInvocationLog(
      `START RequestId: ${requestId} Version: 1\n2026-01-15T10:11:12.118Z\t${requestId}\tERROR\t${esc}[31mno stock${esc}[0m\n`,
      { requestId, logGroupName: 'g', receivedAt: 0 },
    );
    expect(record?.summary).toBe('no stock');
  });
});

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => !text.includes(esc) && !/[\u0080-\u009f]/.test(text)),
  fc.constantFrom(`${esc}[31m`, `${esc}[0m`, `${esc}[1;4m`, `${esc}[K`, `${esc}[38;5;200m`, `${esc}]8;;x${esc}\\`),
);

describe('for any text', () => {
  it('nothing but sequences goes, and the spans cover what they name', () => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const plain = pieces.filter((text) => !text.startsWith(esc)).join('');
        const { text, spans } = parseAnsi(pieces.join(''));
        expect(text).toBe(plain);
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('cutting it in two loses no colour', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.nat(40), (pieces, at) => {
        const whole = parseAnsi(pieces.join(''));
        const head = sliceAnsi(whole, 0, at);
        const tail = sliceAnsi(whole, at, whole.text.length);
        expect(head.text + tail.text).toBe(whole.text);
        const length = ({ spans }: AnsiText) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
        expect(length(head) + length(tail)).toBe(length(whole));
      }),
    );
  });
});
