/** `ERROR "a phrase" ?alternative -excluded %expression%`: patterns for messages of any form. */

import { compileExpression, type TextTest } from './lineExpression.ts';
import type { LogFilter } from './logFilter.ts';
import { PatternCursor } from './patternCursor.ts';
import { invalidTerm } from './patternError.ts';

/**
 * `A B` needs both, `"a phrase"` is taken whole, `?A ?B` needs one of them, `-A` excludes. Case counts. Alternatives are
 * ignored beside terms of another kind, as on AWS. An empty pattern selects everything. Throws `InvalidPatternError`.
 */
export function readTermsPattern(pattern: string): LogFilter {
  const cursor = new PatternCursor(pattern);
  const tests: Readonly<Record<'all' | 'any' | 'none', TextTest[]>> = { all: [], any: [], none: [] };
  let expressions = 0;
  let requires = '';
  while (!cursor.atEnd) {
    const list = cursor.takes('?') ? tests.any : cursor.takes('-') ? tests.none : tests.all;
    cursor.skipSpace();
    const source = cursor.expression();
    if (source === undefined) {
      const term = readTerm(cursor);
      // `" "` selects everything.
      if (term.trim() === '') continue;
      list.push((message) => message.includes(term));
      if (list === tests.all && term.length > requires.length) requires = term;
    } else {
      expressions += 1;
      list.push(compileExpression(source));
    }
  }
  const { all, none } = tests;
  const any = all.length + none.length > 0 ? [] : tests.any;
  return {
    selects: (message) =>
      all.every((test) => test(message)) &&
      !none.some((test) => test(message)) &&
      (any.length === 0 || any.some((test) => test(message))),
    extract: () => ({}),
    ...(requires === '' ? {} : { requires }),
    expressions,
  };
}

function readTerm(cursor: PatternCursor): string {
  const phrase = cursor.phrase();
  if (phrase === '') throw invalidTerm('""');
  const term = phrase ?? cursor.match(/[^\s"%]+/y) ?? '';
  // Other characters than letters, digits and underscores must be quoted.
  if (phrase === undefined && !/^[\p{L}\p{N}_]+$/u.test(term)) throw invalidTerm(term);
  return term;
}
