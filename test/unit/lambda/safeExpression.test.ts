import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src/lambda/logFilter.ts';
import { parseLogLine } from '../../../src/lambda/logLine.ts';
import { charactersToTest, expressionRisk } from '../../../src/lambda/safeExpression.ts';

describe('expressionRisk', () => {
  it.each([
    '(a+)+$',
    '(a*)*',
    '(?:\\w+\\s?)*$',
    '((ab)*c)+',
    '(a|a)*$',
    '(\\w|\\d)+',
    '(.|x)*y',
    '(x{2,})+',
    '(?<n>a+){3,}',
    '([a-z]+)*',
  ])('refuses /%s/', (source) => {
    expect(expressionRisk(source)).toMatch(/may run for minutes/);
  });

  it.each([
    'order-\\d+',
    '(GET|POST|PUT) /orders',
    '(foo|bar)+',
    '(\\d{1,3}\\.){3}\\d+',
    'a.*b.*c',
    '[(a+)+]',
    '\\(a+\\)+',
    '(?=.*timeout)x',
    '(a+)?',
    '(a+){1,3}',
    '^\\s*at .+\\((.+)\\)$',
  ])('lets /%s/ pass', (source) => {
    expect(expressionRisk(source)).toBeUndefined();
  });

  it('reads any expression to its end', () => {
    const piece = fc.constantFrom('(', ')', 'a', '+', '*', '[', ']', '|', '\\', '{2,}', '?', '(?:', '\\d', '{', '<');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expressionRisk(pieces.join(''));
        expect(charactersToTest(pieces.join(''))).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a filter', () => {
  const found = (text: string, message: string) => {
    const parsed = parseFilter(text);
    const event = { eventId: '1', logGroupName: 'g', logStreamName: 's', timestamp: 0, ingestionTime: 0, message };
    if (parsed.kind !== 'filter') return parsed;
    return parsed.filter.matchesLine({ line: parseLogLine(event).line }, undefined, undefined);
  };

  it('says in words why an expression is refused', () => {
    expect(found('/(a+)+$/', `${'a'.repeat(40)}!`)).toMatchObject({ kind: 'error', start: 0, end: 8 });
  });

  it('looks at a whole line with one repetition, and at its first ten thousand characters with more', () => {
    const far = `${'x'.repeat(20_000)} order-17 done`;
    expect(found('/order-\\d+/', far)).toBe(true);
    expect(found('/order-\\d+ d.*/', far)).toBe(false);
    expect(charactersToTest('.*.*.*=')).toBe(10_000);
  });

  it('of many wildcards over a long value is a search for one part after the other', () => {
    const message = JSON.stringify({ a: 'x'.repeat(100_000) });
    expect(found(`$.a = ${'*x'.repeat(50)}*y`, message)).toBe(false);
    expect(found(`$.a = ${'x*'.repeat(50)}x`, message)).toBe(true);
    for (const [pattern, value, expected] of [
      ['a*a', 'a', false],
      ['a*a', 'aa', true],
      ['*b*', 'abc', true],
      ['a*b*c', 'a-b-c', true],
      ['a*bc*c', 'abc', false],
      ['*', '', true],
    ] as const) {
      expect([pattern, value, found(`$.a = ${pattern}`, JSON.stringify({ a: value }))]).toEqual([
        pattern,
        value,
        expected,
      ]);
    }
  });
});
