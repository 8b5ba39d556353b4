/** The panels' models without a browser: rows of open items, JSON as rows and its problems, filter words, lines made readable. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitFilter } from '../../src/lambda/logFilterWords.ts';
import { findJsonProblems } from '../../src/webview/invoke/jsonProblems.ts';
import { containerOf, keysOf, outlineOf } from '../../src/webview/ui/jsonOutline.ts';
import { physicalLines, wrap } from '../../src/webview/ui/lineDetail.ts';
import { formatCost, formatMs } from '../../src/webview/ui/moments.ts';
import { RowIndex } from '../../src/webview/ui/rowIndex.ts';
import { splitAtPosition } from '../../src/webview/ui/stackFrames.ts';

describe('RowIndex', () => {
  it('agrees with the rows written out, whatever is open', () => {
    const open = fc.uniqueArray(fc.tuple(fc.nat(40), fc.nat(5)), { selector: ([item]) => item });
    fc.assert(
      fc.property(fc.nat(30), open, (itemCount, extraRows) => {
        const index = new RowIndex(itemCount, extraRows);
        const extra = new Map(extraRows);
        const written = Array.from({ length: itemCount }, (_, item) =>
          Array.from({ length: 1 + (extra.get(item) ?? 0) }, (__, offset) => ({ item, offset })),
        ).flat();
        expect(index.rowCount).toBe(written.length);
        expect(written.map((_, row) => index.placeOf(row))).toEqual(written);
        written.forEach(({ item, offset }, row) => {
          if (offset === 0) expect(index.rowOf(item)).toBe(row);
        });
      }),
    );
  });
});

describe('outlineOf', () => {
  it('shows open containers with their members and closed ones as one row', () => {
    const rows = outlineOf({ a: [1, { b: null }], c: {} }, (path) => path !== '/a/1');
    expect(rows.map(({ kind, name, depth, isLast }) => [depth, kind, name, isLast])).toEqual([
      [0, 'open', undefined, true],
      [1, 'open', 'a', false],
      [2, 'leaf', undefined, false],
      [2, 'closed', undefined, true],
      [1, 'end', undefined, false],
      [1, 'leaf', 'c', true],
      [0, 'end', undefined, true],
    ]);
  });

  it('names every row apart, whatever the keys are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const paths = outlineOf(value, () => true).map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  it('tells a key named "]" from the end of a list, and a key with a slash from two keys', () => {
    const pathsOf = (value: unknown) => outlineOf(value, () => true).map(({ path }) => path);
    expect(pathsOf([{ '': { ']': null } }])).toEqual(['', '/0', '/0/', '/0//]', '/0/~]', '/0~]', '~]']);
    expect(pathsOf({ 'a/b': 1, a: { b: 2 } })).toEqual(['', '/a~1b', '/a', '/a/b', '/a~]', '~]']);
    expect(containerOf('/a/b')).toBe('/a');
    expect(containerOf('/a~]')).toBe('/a');
    expect(keysOf('/a~1b/~0')).toEqual(['a/b', '~']);
  });

  it('stops at a depth that nobody unfolds', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(outlineOf(deep, () => true)).toHaveLength(401);
  });
});

describe('findJsonProblems', () => {
  it('finds none in what the engine accepts', () => {
    fc.assert(fc.property(fc.json(), (text) => findJsonProblems(text).every(({ severity }) => severity === 'warning')));
  });

  it('finds one in whatever the engine refuses', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom(',', '}', 'x', "'", '\u0001', ''),
        (text, at, put) => {
          const place = at % (text.length + 1);
          const broken = text.slice(0, place) + put + text.slice(place + 1);
          let isRefused = false;
          try {
            JSON.parse(broken);
          } catch {
            isRefused = true;
          }
          fc.pre(isRefused && broken.trim() !== '');
          const [first] = findJsonProblems(broken).filter(({ severity }) => severity === 'error');
          expect(first?.message).toBeTruthy();
          expect(first?.from).toBeLessThanOrEqual(broken.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['{"a": tru}', 6, 'tru is not JSON: text needs double quotes'],
    ['{"a": 1,}', 8, 'Nothing follows the last comma: remove it'],
    ['{"a": 1 "b": 2}', 8, 'A comma is missing before this'],
    ['{"a" 1}', 5, 'A colon is expected after the name'],
    ["{'a': 1}", 1, "'a' is not JSON: text needs double quotes"],
    ['{"a": 1} 2', 9, 'The event is one value: it has ended before this'],
    ['{"a": "b', 6, 'The text in quotes is not closed on its line'],
    ['{"a": [1', 8, 'The text ends too early: something is not closed'],
    ['// hello\n{}', 0, 'JSON has no comments'],
    ['{"a": "\\q"}', 6, 'Unknown escape: a backslash itself is written \\\\'],
  ])('%s', (text, from, message) => {
    expect(findJsonProblems(text)[0]).toMatchObject({ severity: 'error', from, message });
  });

  it('warns of a name that is there twice, and only within one object', () => {
    expect(findJsonProblems('{"a": {"a": 1}, "b": 1, "b": 2}')).toEqual([
      { severity: 'warning', from: 24, to: 27, message: '"b" is here twice: the last one counts' },
    ]);
  });

  it('does not fall over a text that is nested without end', () => {
    expect(findJsonProblems('['.repeat(100_000))).not.toHaveLength(0);
  });
});

describe('splitFilter', () => {
  it.each([
    ['timeout', [{ kind: 'text', text: 'timeout', quoted: false, negated: false }]],
    ['"two words"', [{ kind: 'text', text: 'two words', quoted: true, negated: false }]],
    ['/a b/i', [{ kind: 'regex', source: 'a b', flags: 'i', negated: false }]],
    ['-/[/]/', [{ kind: 'regex', source: '[/]', flags: '', negated: true }]],
    ['/var/task/index.mjs', [{ kind: 'text', text: '/var/task/index.mjs', quoted: false, negated: false }]],
    ['/orders', [{ kind: 'text', text: '/orders', quoted: false, negated: false }]],
    ['/(/', [{ kind: 'regex', source: '(', flags: '', negated: false }]],
    [
      'order or -cold:true',
      [
        { kind: 'text', text: 'order', quoted: false, negated: false },
        { kind: 'or' },
        { kind: 'text', text: 'cold:true', quoted: false, negated: true },
      ],
    ],
  ])('%s', (text, expected) => {
    expect(splitFilter(text).map(({ start: _, end: __, ...word }) => word)).toEqual(expected);
  });

  it('reads any text', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(splitFilter(text))));
  });
});

describe('text', () => {
  it('breaks where the runtimes break lines, and shows control characters as pictures', () => {
    expect(physicalLines('a\rb\r\nc\nd\n')).toEqual(['a', 'b', 'c', 'd']);
    expect(physicalLines('\u001b[1;31mred\u001b[0m\u0000')).toEqual(['red␀']);
  });

  it('wraps without losing a character', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (text, width) => wrap(text, width).join('') === text),
    );
  });

  it.each([
    ['    at priceOf (file:///var/task/price.mjs:31:18)', 'file:///var/task/price.mjs:31:18'],
    ['    at async /var/task/index.js:1:2', '/var/task/index.js:1:2'],
    ['  File "/var/task/app.py", line 12, in handler', '"/var/task/app.py", line 12'],
    ['    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)', undefined],
    ['look at this (12:30:00)', undefined],
    ['at first sight', undefined],
  ])('finds the place in: %s', (line, place) => {
    const pieces = splitAtPosition(line);
    expect(pieces.map(({ text }) => text).join('')).toBe(line);
    expect(pieces.find(({ isPosition }) => isPosition)?.text).toBe(place);
  });

  it('prints durations with three digits and costs without an exponent', () => {
    expect([1.234, 34.14, 487.2, 2310, 61_234].map(formatMs)).toEqual([
      '1.23 ms',
      '34.1 ms',
      '487 ms',
      '2.31 s',
      '61.2 s',
    ]);
    expect([0, 0.00000084, 0.0041, 1.5].map(formatCost)).toEqual(['$0', '$0.00000084', '$0.0041', '$1.50']);
  });
});
