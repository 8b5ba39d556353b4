import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../../src/service/logs/filter/lineExpression.ts';

/** Expressions of the subset, built from small pieces. */
const atom = fc.constantFrom('a', 'b', '.', '\\d', '\\W', '\\s', '[ab]', '[^a]', '[0-9a-c]', '\\.', '\\x62', '-', '_');
const repeat = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}');
const sequence = fc.array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 5 });
const expression = fc
  .array(fc.tuple(fc.boolean(), sequence, fc.boolean()), { minLength: 1, maxLength: 3 })
  .map((alternatives) =>
    alternatives
      .map(
        ([start, pieces, end]) =>
          `${start ? '^' : ''}${pieces.map((piece) => piece.join('')).join('')}${end ? '$' : ''}`,
      )
      .join('|'),
  );
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', ' ', '-', '\n', 'é'), maxLength: 12 });

describe('compileExpression', () => {
  it('matches what the engine of the language matches', () => {
    fc.assert(
      fc.property(expression, text, (source, line) => {
        expect(compileExpression(source)(line), source).toBe(new RegExp(source).test(line));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['[45]\\d{2}', 'status 503', true],
    ['^START RequestId', 'START RequestId: x', true],
    ['timeout|refused$', 'connection refused', true],
    ['timeout|refused$', 'refused again', false],
    ['\\x28done\\x29', '(done)', true],
    ['[]a]', ']', true],
  ])('%s on %j: %s', (source, line, expected) => {
    expect(compileExpression(source)(line)).toBe(expected);
  });

  it('wants something to look for', () => {
    expect(() => compileExpression('')).toThrow("Invalid character(s) in term '%%'");
  });

  it('takes its way once through a line that keeps other engines busy for years', () => {
    const line = `${'a'.repeat(100_000)}!`;
    expect(compileExpression('a*a*a*a*a*a*a*a*b')(line)).toBe(false);
    expect(compileExpression('^a+a+a+a+a+$')(line)).toBe(false);
    expect(compileExpression('a.{100}c')(line)).toBe(false);
  });
});
