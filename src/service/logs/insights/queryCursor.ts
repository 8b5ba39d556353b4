/** Reads a query word by word. */

import { readTokens, type Token, unexpected } from './queryTokens.ts';

export class QueryCursor {
  readonly query: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(query: string) {
    this.query = query;
    this.#tokens = readTokens(query);
  }

  get token(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)];
    if (token === undefined) throw unexpected(this.query, this.query.length, '');
    return token;
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** Where the word before the next one ends. */
  get endOfLast(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  next(): Token {
    const { token } = this;
    this.#at += 1;
    return token;
  }

  /** Takes the sign, or the word in any case, if it comes next. */
  takes(...words: readonly string[]): boolean {
    const { kind, text } = this.token;
    const isWord = kind === 'sign' || kind === 'name';
    if (!isWord || !words.includes(text.toLowerCase())) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.takes(word)) throw this.unexpected();
  }

  /** Takes a word of this kind. */
  take(kind: Token['kind']): Token {
    if (this.token.kind !== kind) throw this.unexpected();
    return this.next();
  }

  unexpected(token = this.token): Error {
    return unexpected(this.query, token.start, this.query.slice(token.start, token.end));
  }
}
