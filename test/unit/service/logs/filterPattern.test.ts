import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter, UnsupportedPatternError } from '../../../../src/service/logs/filterPattern.ts';

const matches = (pattern: string, message: string) => compileFilter(pattern)(message);

describe('compileFilter', () => {
  it.each([
    ['ERROR', '[ERROR] no', true],
    ['ERROR', 'error', false],
    ['ERROR timeout', 'timeout before ERROR', true],
    ['ERROR timeout', 'only ERROR', false],
    ['"Task timed out"', 'x Task timed out after', true],
    ['"Task timed out"', 'Task was timed out', false],
    ['?ERROR ?WARN', 'a WARN', true],
    ['?ERROR ?WARN', 'an INFO', false],
    ['?"a b" ?c', 'x a b y', true],
    ['ERROR -retry', 'ERROR final', true],
    ['ERROR -retry', 'ERROR retry', false],
    ['-"out of"', 'out of memory', false],
    ['-START', 'END', true],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ['', 'anything', true],
    ['" "', 'anything', true],
    ['   ', '', true],
    ['2026-01-15', 'at 2026-01-15', true],
  ])('%j on %j: %s', (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });

  it('ignores alternatives beside other terms, as AWS does', () => {
    expect(matches('ERROR ?first ?second', 'ERROR third')).toBe(true);
  });

  it.each(['{ $.level = "ERROR" }', '[ip, user, status = 4*]', '%5\\d\\d%', 'a %b%'])(
    'says that %s comes later',
    (pattern) => {
      expect(() => compileFilter(pattern)).toThrow(UnsupportedPatternError);
    },
  );

  const word = fc.stringMatching(/^[a-zA-Z0-9.:/]{1,6}$/);

  it('needs all of its terms, wherever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 4 }), fc.string(), (terms, noise) => {
        const selects = compileFilter(terms.join(' '));
        expect(selects(noise + terms.toReversed().join(' '))).toBe(true);
        expect(selects(noise)).toBe(terms.every((term) => noise.includes(term)));
      }),
    );
  });

  it('takes any phrase as it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, phrase, after) => {
        const quoted = `"${phrase.replace(/[\\"]/g, '\\$&')}"`;
        expect(matches(quoted, before + phrase + after)).toBe(true);
        expect(matches(`-${quoted}`, before + phrase + after)).toBe(phrase.trim() === '');
      }),
    );
  });

  it('selects what one of its alternatives selects', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.string(), (terms, message) => {
        const selects = compileFilter(terms.map((term) => `?${term}`).join(' '));
        expect(selects(message)).toBe(terms.some((term) => message.includes(term)));
      }),
    );
  });

  it('never throws anything but its own error', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, message) => {
        try {
          matches(pattern, message);
        } catch (error) {
          expect(error).toBeInstanceOf(UnsupportedPatternError);
        }
      }),
    );
  });
});
