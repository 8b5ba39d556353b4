/**
 * The filter language of the log panel: words, `/regular expressions/`, terms such as `cold:true` or `duration>500`, and
 * `$.field = value`, all of which must hold; `or` separates alternatives, `-` in front negates.
 */

import { type FilteredInvocation, type FilteredLine, type FilterSource, type Term, termOf } from './logFilterTerms.ts';
import { splitFilter } from './logFilterWords.ts';

export interface LogFilter {
  /** True where a term asks about the whole invocation, so that lines match by what is known later. */
  readonly asksInvocation: boolean;
  matchesInvocation(tailed: FilteredInvocation, source: FilterSource | undefined): boolean;
  matchesLine(
    tailed: FilteredLine,
    invocation: FilteredInvocation | undefined,
    source: FilterSource | undefined,
  ): boolean;
}

export type ParsedFilter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'filter'; readonly filter: LogFilter }
  /** `start` and `end` mark the word that cannot be understood; `end` is exclusive. */
  | { readonly kind: 'error'; readonly message: string; readonly start: number; readonly end: number };

/** Never throws: text that makes no sense as a filter gives the sentence that says why. */
export function parseFilter(text: string): ParsedFilter {
  const alternatives: Term[][] = [[]];
  for (const word of splitFilter(text)) {
    if (word.kind === 'or') {
      alternatives.push([]);
      continue;
    }
    const term = termOf(word);
    if (typeof term === 'string') return { kind: 'error', message: term, start: word.start, end: word.end };
    alternatives.at(-1)?.push(term);
  }
  const used = alternatives.filter((terms) => terms.length > 0);
  if (used.length === 0) return { kind: 'everything' };
  return {
    kind: 'filter',
    filter: {
      asksInvocation: used.some((terms) => terms.some((term) => term.asksInvocation)),
      matchesInvocation: (tailed, source) =>
        used.some((terms) => terms.every((term) => term.invocation(tailed, source))),
      matchesLine: (tailed, invocation, source) =>
        used.some((terms) => terms.every((term) => term.line(tailed, invocation, source))),
    },
  };
}
