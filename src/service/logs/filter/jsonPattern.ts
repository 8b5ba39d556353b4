/** `{ $.level = "ERROR" && ($.status >= 500 || $.user NOT EXISTS) }`: patterns for events that are JSON objects. */

import { readCombination, type Test } from './combinations.ts';
import { readCondition, type Scalar } from './conditions.ts';
import { type JsonSelector, readSelector } from './jsonSelector.ts';
import type { LogFilter } from './logFilter.ts';
import { PatternCursor } from './patternCursor.ts';
import { InvalidPatternError } from './patternError.ts';

/** Reads a whole pattern, braces included. Throws `InvalidPatternError`. */
export function readJsonPattern(pattern: string): LogFilter {
  if (!pattern.endsWith('}')) throw new InvalidPatternError("If a filter pattern starts with '{' it must end with '}'");
  const cursor = new PatternCursor(pattern.slice(1, -1));
  const { holds, expressions } = readCombination(cursor, readTest);
  if (!cursor.atEnd) throw new InvalidPatternError();
  return {
    selects: (message) => {
      const event = parseObject(message);
      return event !== undefined && holds(event);
    },
    extract: () => ({}),
    expressions,
  };
}

function readTest(cursor: PatternCursor): Test<object> {
  if (cursor.takes('(')) {
    const inner = readCombination(cursor, readTest);
    cursor.expect(')');
    return inner;
  }
  cursor.expect('$');
  const select = readSelector(cursor);
  const word = cursor.match(/\s*(?:IS\s+(?:NULL|TRUE|FALSE)|NOT\s+EXISTS)(?![\p{L}\p{N}_])/uy);
  if (word !== undefined) return { holds: wordTest(word.trim().replace(/\s+/g, ' '), select), expressions: 0 };
  const { holds, expressions } = readCondition(cursor);
  return { holds: (event) => select(event).some((value) => isScalar(value) && holds(value)), expressions };
}

function wordTest(word: string, select: JsonSelector): (event: object) => boolean {
  if (word === 'NOT EXISTS') return (event) => select(event).length === 0;
  const wanted = word === 'IS NULL' ? null : word === 'IS TRUE';
  return (event) => select(event).includes(wanted);
}

/** A list, an object and null compare with nothing, neither as the same nor as different. */
function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parseObject(message: string): object | undefined {
  if (!/^\s*\{/.test(message)) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
