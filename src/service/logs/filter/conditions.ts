/** One comparison of a filter pattern, as JSON and space-delimited patterns have it: an operator and a value. */

import { compileExpression } from './lineExpression.ts';
import type { PatternCursor } from './patternCursor.ts';
import { InvalidPatternError, invalidTerm } from './patternError.ts';

/** What a place of a log event holds, where it is no list and no object. */
export type Scalar = string | number | boolean;

export interface Condition {
  readonly holds: (value: Scalar) => boolean;
  /** How many regular expressions it has. */
  readonly expressions: number;
}

const operator = /\s*(!=|<=|>=|=|<|>)\s*/y;
const bareValue = /[^\s"%()[\]{}&|,=<>]+/y;
const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads `= 4*`, `>= 1e3`, `!= "a b"`, `= %\d+%`. Throws `InvalidPatternError`. */
export function readCondition(cursor: PatternCursor): Condition {
  const found = cursor.match(operator)?.trim();
  if (found === undefined) throw new InvalidPatternError();
  const source = cursor.expression();
  if (source !== undefined) return { holds: equality(found, textOf(compileExpression(source))), expressions: 1 };
  const phrase = cursor.phrase();
  if (phrase !== undefined) return { holds: equality(found, textOf(wildcard(phrase))), expressions: 0 };
  const value = cursor.match(bareValue);
  if (value === undefined) throw new InvalidPatternError();
  return { holds: bare(found, value), expressions: 0 };
}

function bare(found: string, value: string): Condition['holds'] {
  // The user guide writes `w1=!ERROR` for "is not".
  if (value.startsWith('!') && found === '=') return bare('!=', value.slice(1));
  if (!/^[\p{L}\p{N}_.*+-]+$/u.test(value)) throw invalidTerm(value);
  if (!numeral.test(value)) return equality(found, textOf(wildcard(value)));
  const number = Number(value);
  const sameText = textOf((text) => text === value);
  switch (found) {
    case '<':
      return numberOf((other) => other < number);
    case '<=':
      return numberOf((other) => other <= number);
    case '>':
      return numberOf((other) => other > number);
    case '>=':
      return numberOf((other) => other >= number);
    default: {
      const same = numberOf((other) => other === number);
      return equality(found, (item) => same(item) || sameText(item));
    }
  }
}

/** An asterisk stands for any text at the beginning and at the end; elsewhere it is itself. */
export function wildcard(pattern: string): (text: string) => boolean {
  if (/^\*+$/.test(pattern)) return () => true;
  const open = pattern.startsWith('*');
  const continues = pattern.endsWith('*');
  const core = pattern.slice(open ? 1 : 0, continues ? -1 : undefined);
  if (open && continues) return (text) => text.includes(core);
  if (open) return (text) => text.endsWith(core);
  if (continues) return (text) => text.startsWith(core);
  return (text) => text === pattern;
}

function equality(found: string, same: Condition['holds']): Condition['holds'] {
  if (found === '=') return same;
  if (found === '!=') return (value) => !same(value);
  throw new InvalidPatternError();
}

function textOf(test: (text: string) => boolean): Condition['holds'] {
  return (value) => test(String(value));
}

/** Numbers, and texts that are written like one: all fields of a space-delimited event are texts. */
function numberOf(test: (value: number) => boolean): Condition['holds'] {
  return (value) => {
    if (typeof value === 'number') return test(value);
    return typeof value === 'string' && numeral.test(value) && test(Number(value));
  };
}
