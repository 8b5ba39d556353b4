/** Reads a filter pattern from left to right. Every way to go wrong is `InvalidPatternError`. */

import { InvalidPatternError, invalidTerm } from './patternError.ts';

export class PatternCursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    this.skipSpace();
    return this.#at >= this.#text.length;
  }

  skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  /** Takes the text if it comes next. */
  takes(text: string): boolean {
    this.skipSpace();
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw new InvalidPatternError();
  }

  /** Takes what a sticky expression matches here; spaces before it count. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** A quoted phrase without its quotes and escapes; `undefined` when there is none here. */
  phrase(quote = '"'): string | undefined {
    if (this.#text.charAt(this.#at) !== quote) return undefined;
    let phrase = '';
    for (let at = this.#at + 1; at < this.#text.length; at += 1) {
      const character = this.#text.charAt(at);
      if (character === quote) {
        this.#at = at + 1;
        return phrase;
      }
      if (character === '\\' && at + 1 < this.#text.length) at += 1;
      phrase += this.#text.charAt(at);
    }
    throw invalidTerm(this.#text.slice(this.#at));
  }

  /** What stands between two percent signs; `undefined` when there is no regular expression here. */
  expression(): string | undefined {
    if (this.#text.charAt(this.#at) !== '%') return undefined;
    const end = this.#text.indexOf('%', this.#at + 1);
    if (end < 0) throw invalidTerm(this.#text.slice(this.#at));
    const source = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return source;
  }
}
