/** The words of a query: names, texts, numbers, expressions between slashes, signs. */

import { QueryError } from './queryError.ts';

export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'expression' | 'sign' | 'end';
  /** Of a text without its quotes, of an expression without its slashes. */
  readonly text: string;
  /** What stands behind an expression's last slash. */
  readonly flags: string;
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s|#[^\n]*)+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:(?:ms|mo|msec|sec|min|hr|[smhdwqy])(?!\w))?/y],
  ['name', /[@A-Za-z_$][\w@$]*(?:\.[\w@$]+)*/y],
  ['name', /`[^`]+`/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy],
  ['sign', /\|\||&&|[!<>=]=|=~|[-+*/%^()[\],|<>=]/y],
];
const expression = /\/((?:[^/\\\n]|\\.)+)\/([a-z]*)/y;
/** A slash behind one of these begins an expression; elsewhere it divides. */
const beforeExpression = /^(?:like|=~|parse)$/i;

/** Throws `QueryError` at the first character that belongs to no word. The last token is the end. */
export function readTokens(query: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    const token = nextToken(query, at, tokens);
    if (token === undefined) throw unexpected(query, at, query.charAt(at));
    at = token.end;
    if (token.kind !== 'space') tokens.push({ ...token, kind: token.kind });
  }
  return [...tokens, { kind: 'end', text: '', flags: '', start: query.length, end: query.length }];
}

function nextToken(query: string, at: number, before: readonly Token[]) {
  const comesExpression =
    beforeExpression.test(before.at(-1)?.text ?? '') || beforeExpression.test(before.at(-2)?.text ?? '');
  expression.lastIndex = at;
  const found = comesExpression ? expression.exec(query) : null;
  if (found) {
    const [whole, text = '', flags = ''] = found;
    return { kind: 'expression' as const, text, flags, start: at, end: at + whole.length };
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [raw] = pattern.exec(query) ?? [];
    if (raw !== undefined) return { kind, text: plain(kind, raw), flags: '', start: at, end: at + raw.length };
  }
  return undefined;
}

function plain(kind: Token['kind'] | 'space', raw: string): string {
  if (kind === 'text') return raw.slice(1, -1).replace(/\\(["'\\])/g, '$1');
  return raw.startsWith('`') ? raw.slice(1, -1) : raw;
}

/** In the words of Insights: lines and positions count from one and from nought. */
export function unexpected(query: string, at: number, symbol: string): QueryError {
  const lines = query.slice(0, at).split('\n');
  const place = `line ${lines.length} and position ${lines.at(-1)?.length ?? 0}`;
  const what = symbol === '' ? 'unexpected end of the query' : `unexpected symbol found ${symbol}`;
  return new QueryError(`${what} at ${place}`, at, at + Math.max(symbol.length, 1));
}
