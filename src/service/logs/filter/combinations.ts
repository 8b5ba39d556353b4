/** Conditions joined by `&&` and `||`, the first binding tighter. */

import type { PatternCursor } from './patternCursor.ts';

/** Something that is true or false of a subject, with its count of regular expressions. */
export interface Test<Subject> {
  readonly holds: (subject: Subject) => boolean;
  readonly expressions: number;
}

/** Reads conditions until something else than `&&` or `||` comes. */
export function readCombination<Subject>(
  cursor: PatternCursor,
  readOne: (cursor: PatternCursor) => Test<Subject>,
): Test<Subject> {
  const alternatives = [readAll(cursor, readOne)];
  while (cursor.takes('||')) alternatives.push(readAll(cursor, readOne));
  return join(alternatives, (tests, subject) => tests.some(({ holds }) => holds(subject)));
}

function readAll<Subject>(cursor: PatternCursor, readOne: (cursor: PatternCursor) => Test<Subject>): Test<Subject> {
  const tests = [readOne(cursor)];
  while (cursor.takes('&&')) tests.push(readOne(cursor));
  return join(tests, (all, subject) => all.every(({ holds }) => holds(subject)));
}

function join<Subject>(
  tests: readonly Test<Subject>[],
  combined: (tests: readonly Test<Subject>[], subject: Subject) => boolean,
): Test<Subject> {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  const expressions = tests.reduce((sum, test) => sum + test.expressions, 0);
  return { holds: (subject) => combined(tests, subject), expressions };
}
