/** CloudWatch Logs' filter patterns, all kinds of them: terms, JSON, and fields separated by spaces. */

import { readFieldsPattern } from './filter/fieldsPattern.ts';
import { readJsonPattern } from './filter/jsonPattern.ts';
import type { LogFilter } from './filter/logFilter.ts';
import { InvalidPatternError } from './filter/patternError.ts';
import { readTermsPattern } from './filter/termsPattern.ts';

const mostExpressions = 2;

/**
 * Compiles a pattern; an empty one, or none, selects everything. Matching takes time that grows with the message alone.
 * Throws `InvalidPatternError` with CloudWatch Logs' text. (User guide: "Filter pattern syntax".)
 */
export function compileFilter(pattern: string | undefined): LogFilter {
  const text = pattern?.trim() ?? '';
  const filter = readPattern(text);
  if (filter.expressions > mostExpressions) throw new InvalidPatternError();
  return filter;
}

function readPattern(text: string): LogFilter {
  if (text.startsWith('{')) return readJsonPattern(text);
  return text.startsWith('[') ? readFieldsPattern(text) : readTermsPattern(text);
}
