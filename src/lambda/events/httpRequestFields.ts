/** An HTTP request as its templates ask for it, and its parts in the forms in which the front services hand them on. */

import { choiceField, multilineField, textField } from './eventTemplate.ts';

/** For requests that usually have a body. */
export const requestFields = {
  method: choiceField('Method', ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
  path: textField('Path', '/orders', 'Begins with a slash'),
  query: textField('Query string', '', 'page=1&tag=a&tag=b'),
  headers: multilineField('Headers', 'content-type: application/json', 'One per line, name: value'),
  body: multilineField('Body', '{"item":"book","quantity":1}', 'Empty for none'),
} as const;

/** For requests that are only looked at: authorizers, connects. */
export const bareRequestFields = {
  method: choiceField('Method', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
  path: requestFields.path,
  query: requestFields.query,
  headers: multilineField('Headers', 'authorization: Bearer token', 'One per line, name: value'),
} as const;

export type Pairs = readonly (readonly [name: string, value: string])[];

/** `name: value` lines. Lines without a colon are passed over. */
export function parseHeaders(text: string): Pairs {
  return text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    return name === '' ? [] : [[name, line.slice(colon + 1).trim()] as const];
  });
}

/** Decoded, in order of appearance. */
export function parseQuery(query: string): Pairs {
  return [...new URLSearchParams(query.replace(/^\?/, ''))];
}

/** The query as it stands on the wire: what cannot stand there is percent-encoded. */
export function rawQuery(query: string): string {
  return [...query.replace(/^\?/, '')].map((char) => (/[!-~]/.test(char) ? char : encodeChar(char))).join('');
}

/** The path as a client sends it: spaces and other scripts encoded, escapes that are there already left alone. */
export function rawPath(path: string): string {
  const whole = path.startsWith('/') ? path : `/${path}`;
  return [...whole].map((char) => (/[!"$-;=@-~]/.test(char) && char !== '?' ? char : encodeChar(char))).join('');
}

/** A lone surrogate has no UTF-8: the replacement character stands for it, as in every encoder. */
function encodeChar(char: string): string {
  return encodeURIComponent(/^[\ud800-\udfff]$/.test(char) ? '\uFFFD' : char);
}

/** The last value of each name, as single-value maps have it. */
export function lastOf(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs);
}

export function allOf(pairs: Pairs): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(all);
}

/** Several values of one name joined with commas, as HTTP API and function URLs do it. */
export function joinedOf(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(Object.entries(allOf(pairs)).map(([name, values]) => [name, values.join(',')]));
}

export const lowerCaseNames = (pairs: Pairs): Pairs => pairs.map(([name, value]) => [name.toLowerCase(), value]);

/** Headers that the front service adds, unless the request has them already. */
export function withHeaders(pairs: Pairs, added: Readonly<Record<string, string>>): Pairs {
  const present = new Set(pairs.map(([name]) => name.toLowerCase()));
  return [...Object.entries(added).filter(([name]) => !present.has(name.toLowerCase())), ...pairs];
}

/** `undefined` or `null` instead of an empty map, as the service has it. */
export function unlessEmpty<Value extends object, Empty>(value: Value, empty: Empty): Value | Empty {
  return Object.keys(value).length === 0 ? empty : value;
}
