/** CloudWatch Logs' filter patterns for unstructured messages: terms, phrases, alternatives and exclusions. */

/** True for messages that the pattern selects. */
export type MessageFilter = (message: string) => boolean;

export class UnsupportedPatternError extends Error {
  override readonly name = 'UnsupportedPatternError';
}

interface Terms {
  readonly all: readonly string[];
  readonly any: readonly string[];
  readonly none: readonly string[];
}

/**
 * Compiles a pattern: `A B` needs both, `"a phrase"` is taken whole, `?A ?B` needs one of them, `-A` excludes.
 * Case counts. Alternatives are ignored beside terms of another kind, as on AWS. An empty pattern selects everything.
 * Throws `UnsupportedPatternError` for JSON, space-delimited and regular-expression patterns.
 */
export function compileFilter(pattern: string | undefined): MessageFilter {
  const text = pattern?.trim() ?? '';
  if (/^[{[]/.test(text)) throw new UnsupportedPatternError('JSON and space-delimited filter patterns');
  const { all, any, none } = readTerms(text);
  const alternatives = all.length + none.length > 0 ? [] : any;
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (alternatives.length === 0 || alternatives.some((term) => message.includes(term)));
}

function readTerms(text: string): Terms {
  const terms = { all: [] as string[], any: [] as string[], none: [] as string[] };
  for (const [, sign, quoted, bare = ''] of text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    if (quoted === undefined && /^%.*%$/.test(bare)) {
      throw new UnsupportedPatternError('Regular expressions in filter patterns');
    }
    const term = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1');
    // `" "` selects everything.
    if (term.trim() === '') continue;
    (sign === '?' ? terms.any : sign === '-' ? terms.none : terms.all).push(term);
  }
  return terms;
}
