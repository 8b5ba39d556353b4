/** Texts that match a pattern of a service model: the part of regular expressions that AWS's models use. */

import type { Random } from './random.ts';

/** Writes one text, more or less long. */
type Sampler = (random: Random) => string;

const compiled = new Map<string, Sampler>();

/** A text that probably matches `pattern`: lookarounds and anchors are not obeyed, so the caller checks. */
export function samplePattern(pattern: string, random: Random): string {
  let sampler = compiled.get(pattern);
  if (sampler === undefined) {
    sampler = new Parser(pattern).parse();
    compiled.set(pattern, sampler);
  }
  return sampler(random);
}

/** How often `*` and `+` repeat at most, beyond what they must. */
const repeatLimit = 6;
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const digits = '0123456789'.split('');
const wordCharacters = printable.filter((character) => /\w/.test(character));
/** One letter, number or separator of several scripts. */
const unicodeLetters = ['a', 'Z', '7', ' ', 'é', 'ß', '漢', 'Ж', 'ع', '२'];

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Sampler {
    const alternatives = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      alternatives.push(this.#sequence());
    }
    return (random) => random.pick(alternatives)(random);
  }

  #sequence(): Sampler {
    const parts: Sampler[] = [];
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at] ?? '')) parts.push(this.#repeated());
    return (random) => parts.map((part) => part(random)).join('');
  }

  #repeated(): Sampler {
    const atom = this.#atom();
    const counted = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#text.slice(this.#at));
    if (counted === null) return atom;
    this.#at += counted[0].length;
    const [whole, from, comma, to] = counted;
    const least = from === undefined ? (whole.startsWith('+') ? 1 : 0) : Number(from);
    const most = mostRepeats(whole, least, comma, to);
    return (random) => Array.from({ length: random.integer(least, most) }, () => atom(random)).join('');
  }

  #atom(): Sampler {
    const character = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (character === '(') return this.#group();
    if (character === '[') return this.#set();
    if (character === '.') return (random) => random.pick(printable);
    if (character === '^' || character === '$') return () => '';
    if (character !== '\\') return () => character;
    const characters = this.#escaped();
    return (random) => random.pick(characters);
  }

  #group(): Sampler {
    const lookaround = /^\?(?:<?[!=])/.exec(this.#text.slice(this.#at));
    const prefix = lookaround ?? /^\?:/.exec(this.#text.slice(this.#at));
    this.#at += prefix?.[0].length ?? 0;
    const inner = this.parse();
    this.#at += 1;
    return lookaround === null ? inner : () => '';
  }

  /** Behind a backslash: the characters that it stands for. */
  #escaped(): readonly string[] {
    const character = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (character === 'd') return digits;
    if (character === 'w') return wordCharacters;
    if (character === 's') return [' '];
    if (character === 'S') return printable.filter((one) => one !== ' ');
    if (character === 'x') {
      const code = this.#text.slice(this.#at, this.#at + 2);
      this.#at += 2;
      return [String.fromCharCode(Number.parseInt(code, 16))];
    }
    if (character === 'p') {
      this.#at = this.#text.indexOf('}', this.#at) + 1;
      return unicodeLetters;
    }
    return [character];
  }

  #set(): Sampler {
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    const members: string[] = [];
    while (this.#at < this.#text.length && this.#text[this.#at] !== ']') {
      const first = this.#setMember();
      const isRange = this.#text[this.#at] === '-' && this.#text[this.#at + 1] !== ']' && first.length === 1;
      if (!isRange) {
        members.push(...first);
        continue;
      }
      this.#at += 1;
      const last = this.#setMember();
      members.push(...rangeOf(first[0] ?? '', last[0] ?? ''));
      // `\d-_` and the like are no ranges: the dash stands for itself.
      if (last.length > 1) members.push('-', ...last);
    }
    this.#at += 1;
    const characters = negated ? printable.filter((one) => !members.includes(one)) : members;
    return (random) => random.pick(characters);
  }

  #setMember(): readonly string[] {
    const character = this.#text[this.#at] ?? '';
    this.#at += 1;
    return character === '\\' ? this.#escaped() : [character];
  }
}

function mostRepeats(quantifier: string, least: number, comma: string | undefined, to: string | undefined): number {
  if (quantifier.startsWith('?')) return 1;
  if (comma === '') return least;
  return to === undefined || to === '' ? least + repeatLimit : Math.min(Number(to), least + repeatLimit);
}

function rangeOf(first: string, last: string): readonly string[] {
  const from = first.charCodeAt(0);
  return Array.from({ length: Math.max(0, last.charCodeAt(0) - from + 1) }, (_, index) =>
    String.fromCharCode(from + index),
  );
}
