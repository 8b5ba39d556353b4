/** The regular expressions of filter patterns: CloudWatch Logs' subset, read into pieces that each match one character. */

import { invalidTerm } from './patternError.ts';

/** Which of the ASCII characters, and at 128 whether any other. */
export type CharacterSet = readonly boolean[];

/** One character of the text, taken once, perhaps not at all (`optional`), or as often as it comes (`repeats`). */
export interface Piece {
  readonly set: CharacterSet;
  readonly optional: boolean;
  readonly repeats: boolean;
}

export interface Alternative {
  readonly pieces: readonly Piece[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

const otherCharacters = 128;
/** An expression with counted repetitions grows no larger than this: each character of a line may cost that much. */
const mostPieces = 250;
/** Letters, digits and the symbols and operators that the user guide lists; no parentheses, nothing beyond ASCII. */
const allowed = /^[A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.& ]+$/;

const token = /\\x[0-9a-fA-F]{2}|\\.|\[\^?\]?(?:\\x[0-9a-fA-F]{2}|\\.|[^\]\\])*\]|[^\\]/y;
const quantifier = /[*+?]|\{(\d{1,4})(,)?(\d{1,4})?\}/y;
const member = /(\\x[0-9a-fA-F]{2}|\\.|[^\\])(?:-(\\x[0-9a-fA-F]{2}|\\.|[^\\]))?/gy;

/** Throws `InvalidPatternError` for everything that is not in the subset. */
export function readExpression(source: string): readonly Alternative[] {
  const wrong = () => invalidTerm(`%${source}%`);
  if (!allowed.test(source)) throw wrong();
  const alternatives: Alternative[] = [];
  let pieces: Piece[] = [];
  let total = 0;
  let fromStart = false;
  let toEnd = false;
  const finish = () => {
    alternatives.push({ pieces, fromStart, toEnd });
    pieces = [];
    fromStart = false;
    toEnd = false;
  };
  for (let at = 0; at < source.length; ) {
    token.lastIndex = at;
    const text = token.exec(source)?.[0];
    if (text === undefined) throw wrong();
    at += text.length;
    if (text === '|') finish();
    else if (text === '^' && pieces.length === 0 && !fromStart) fromStart = true;
    else if (text === '$' && (at === source.length || source.charAt(at) === '|')) toEnd = true;
    else if (/^[*+?{}[\]^$]$/.test(text)) throw wrong();
    else {
      quantifier.lastIndex = at;
      const repeat = quantifier.exec(source);
      at += repeat?.[0].length ?? 0;
      const added = repeated(setOf(text, wrong), repeat, wrong);
      pieces.push(...added);
      total += added.length;
      if (total > mostPieces) throw wrong();
    }
  }
  finish();
  return alternatives;
}

function repeated(set: CharacterSet, repeat: RegExpExecArray | null, wrong: () => Error): Piece[] {
  const once = { set, optional: false, repeats: false };
  const maybe = { set, optional: true, repeats: false };
  const any = { set, optional: true, repeats: true };
  if (repeat === null) return [once];
  const [text, least, comma, most] = repeat;
  if (text === '*') return [any];
  if (text === '+') return [once, any];
  if (text === '?') return [maybe];
  const from = Number(least);
  const to = most === undefined ? from : Number(most);
  if (to < from || from > mostPieces || to > mostPieces) throw wrong();
  const needed = new Array<Piece>(from).fill(once);
  if (comma !== undefined && most === undefined) return [...needed, any];
  return [...needed, ...new Array<Piece>(to - from).fill(maybe)];
}

function setOf(text: string, wrong: () => Error): CharacterSet {
  if (text === '.') return setWhere((code) => code !== 10);
  if (!text.startsWith('[')) return single(text);
  const negated = text.charAt(1) === '^';
  const inner = text.slice(negated ? 2 : 1, -1);
  if (inner === '') throw wrong();
  const sets: CharacterSet[] = [];
  for (const [, low = '', high] of inner.matchAll(member)) {
    if (high === undefined) sets.push(single(low));
    else {
      const [first, last] = [codeOf(low), codeOf(high)];
      if (first > last) throw wrong();
      sets.push(setWhere((code) => code >= first && code <= last && code < otherCharacters));
    }
  }
  return setWhere((code) => sets.some((set) => set[code]) !== negated);
}

function single(text: string): CharacterSet {
  const shorthand = /^\\([dDsSwW])$/.exec(text)?.[1];
  if (shorthand === undefined) {
    const wanted = codeOf(text);
    return setWhere((code) => code === wanted);
  }
  const kind = { d: /\d/, s: /[ \t\n\v\f\r]/, w: /\w/ }[shorthand.toLowerCase()] ?? /\d/;
  const negated = shorthand !== shorthand.toLowerCase();
  return setWhere((code) => (code < otherCharacters && kind.test(String.fromCharCode(code))) !== negated);
}

function codeOf(text: string): number {
  if (/^\\x/.test(text)) return Number.parseInt(text.slice(2), 16);
  return text.charCodeAt(text.length - 1);
}

function setWhere(holds: (code: number) => boolean): CharacterSet {
  return Array.from({ length: otherCharacters + 1 }, (_, code) => holds(code));
}
