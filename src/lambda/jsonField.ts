/** `$.field = value` over a JSON log line: nested paths, array places, wildcards, numbers. */

import type { JsonObject } from '../base/json.ts';
import type { FieldOperator } from './logFilterWords.ts';

export interface FieldCondition {
  readonly path: string;
  readonly operator: FieldOperator;
  readonly value: string;
  /** A quoted value is a text, whatever it looks like. */
  readonly quoted: boolean;
}

/** A test of one line's object; a sentence where the condition makes no sense. */
export function fieldTest(condition: FieldCondition): ((json: JsonObject | undefined) => boolean) | string {
  const keys = keysOf(condition.path);
  const { operator, value, quoted } = condition;
  const read = (json: JsonObject | undefined) => valueAt(json, keys);
  switch (operator) {
    case 'exists':
      return (json) => read(json) !== undefined;
    case '=': {
      const equals = equality(value, quoted);
      return (json) => equals(read(json));
    }
    case '!=': {
      const equals = equality(value, quoted);
      return (json) => {
        const found = read(json);
        return found !== undefined && !equals(found);
      };
    }
    default:
      return ordering(operator, value, read);
  }
}

/** `$.a.b[0]["c d"]` as keys. */
function keysOf(path: string): readonly string[] {
  return [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]*)"\]/g)].map((key) => key[1] ?? key[2] ?? key[3] ?? '');
}

function valueAt(json: JsonObject | undefined, keys: readonly string[]): unknown {
  let value: unknown = json;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function equality(value: string, quoted: boolean): (found: unknown) => boolean {
  if (!quoted && value.includes('*')) {
    const matches = wildcard(value);
    return (found) => isPlain(found) && matches(String(found));
  }
  const number = quoted || value === '' ? Number.NaN : Number(value);
  return (found) =>
    typeof found === 'number' && !Number.isNaN(number) ? found === number : isPlain(found) && String(found) === value;
}

/** By searching part after part, which is linear: as an expression, many stars would try every way to share out the text. */
function wildcard(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of rest) {
      const place = text.indexOf(part, at);
      if (place < 0) return false;
      at = place + part.length;
    }
    return at <= text.length - last.length;
  };
}

function ordering(
  operator: Exclude<FieldOperator, '=' | '!=' | 'exists'>,
  value: string,
  read: (json: JsonObject | undefined) => unknown,
): ((json: JsonObject | undefined) => boolean) | string {
  const limit = Number(value);
  if (value === '' || Number.isNaN(limit)) return `${operator} compares with a number, not with: ${value || 'nothing'}`;
  return (json) => {
    const found = read(json);
    return typeof found === 'number' && compares(found, operator, limit);
  };
}

export function compares(measured: number, operator: '<' | '<=' | '>' | '>=', limit: number): boolean {
  if (operator === '<') return measured < limit;
  if (operator === '<=') return measured <= limit;
  return operator === '>' ? measured > limit : measured >= limit;
}

/** `null` is a value that can be asked for; lists and objects are not. */
function isPlain(value: unknown): boolean {
  return value !== undefined && (value === null || typeof value !== 'object');
}
