/** The functions of a query that work on one record. */

import { compare, isSame, Moment, numberOf, shown, type Value } from './queryValue.ts';

/** How many arguments it takes, and what it makes of them. Arguments that are not there are `undefined`. */
export interface QueryFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (values: readonly Value[]) => Value;
}

const fixed = (count: number, call: QueryFunction['call']): QueryFunction => ({ least: count, most: count, call });
const many = (least: number, most: number, call: QueryFunction['call']): QueryFunction => ({ least, most, call });

/** Of a text; nothing of what is not there. */
const ofText = (change: (text: string) => Value) =>
  fixed(1, ([value]) => (value === undefined ? undefined : change(shown(value))));

const ofNumber = (change: (number: number) => number) =>
  fixed(1, ([value]) => {
    const number = numberOf(value);
    const result = number === undefined ? Number.NaN : change(number);
    return Number.isFinite(result) ? result : undefined;
  });

/** Of the characters in the second text, or of spaces, at either end. */
function trimmed(start: boolean, end: boolean): QueryFunction {
  return many(1, 2, ([value, characters]) => {
    if (value === undefined) return undefined;
    const text = shown(value);
    const strip = new Set(characters === undefined ? ' \t\n\r' : shown(characters));
    let [from, to] = [0, text.length];
    while (start && from < to && strip.has(text.charAt(from))) from += 1;
    while (end && to > from && strip.has(text.charAt(to - 1))) to -= 1;
    return text.slice(from, to);
  });
}

function chosen(isBetter: (difference: number) => boolean): QueryFunction {
  return many(1, 100, (values) =>
    values.reduce((best, value) => {
      if (value === undefined || best === undefined) return best ?? value;
      return isBetter(compare(value, best)) ? value : best;
    }),
  );
}

/** By name in lower case. */
export const functions: Readonly<Record<string, QueryFunction>> = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  mod: fixed(2, ([a, b]) => arithmetic('%', a, b)),
  greatest: chosen((difference) => difference > 0),
  least: chosen((difference) => difference < 0),
  ispresent: fixed(1, ([value]) => value !== undefined),
  coalesce: many(1, 100, (values) => values.find((value) => value !== undefined)),
  isempty: fixed(1, ([value]) => value === undefined || shown(value) === ''),
  isblank: fixed(1, ([value]) => value === undefined || shown(value).trim() === ''),
  concat: many(1, 100, (values) => values.map(shown).join('')),
  trim: trimmed(true, true),
  ltrim: trimmed(true, false),
  rtrim: trimmed(false, true),
  strlen: ofText((text) => [...text].length),
  tolower: ofText((text) => text.toLowerCase()),
  toupper: ofText((text) => text.toUpperCase()),
  substr: many(2, 3, ([value, start, length]) => {
    if (value === undefined) return undefined;
    const from = Math.max(numberOf(start) ?? 0, 0);
    const count = numberOf(length);
    return shown(value).slice(from, count === undefined ? undefined : from + Math.max(count, 0));
  }),
  replace: fixed(3, ([value, search, by]) =>
    value === undefined ? undefined : shown(value).replaceAll(shown(search), () => shown(by)),
  ),
  strcontains: fixed(2, ([value, search]) => (shown(value).includes(shown(search)) ? 1 : 0)),
  isvalidip: ofText((text) => isIp4(text) || isIp6(text)),
  isvalidipv4: ofText(isIp4),
  isvalidipv6: ofText(isIp6),
  tomillis: fixed(1, ([value]) => (value instanceof Moment ? value.ms : numberOf(value))),
  frommillis: fixed(1, ([value]) => {
    const ms = numberOf(value);
    return ms === undefined ? undefined : new Moment(ms);
  }),
};

/** Nothing where one side is no number, or where it would be infinite. */
export function arithmetic(sign: string, a: Value, b: Value): Value {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) return undefined;
  const result = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '%': left % right,
    '^': left ** right,
  }[sign];
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

/** A comparison with what is not there is never true, except that it is different. */
export function comparison(sign: string, a: Value, b: Value): boolean {
  if (sign === '!=') return !isSame(a, b);
  if (a === undefined || b === undefined) return false;
  const difference = compare(a, b);
  switch (sign) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    default:
      return difference === 0;
  }
}

function isIp4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIp6(text: string): boolean {
  const groups = text.split(':');
  if (groups.length < 3 || groups.length > 8 || text.split('::').length > 2) return false;
  return groups.every((group) => /^[0-9a-fA-F]{0,4}$/.test(group)) && (groups.length === 8 || text.includes('::'));
}
