/** A number that equal JSON values share: objects whatever the order of their keys, lists in order. */

import type { JsonObject } from '../base/json.ts';
import type { Pace } from './pace.ts';

const primes = [0x01000193, 0x85ebca6b] as const;

/** 53 bits, so that two different values of one answer share it once in a million years. Known ones are kept in `known`. */
export function* fingerprint(value: unknown, known: WeakMap<object, number>, pace: Pace): Generator<void, number> {
  if (typeof value !== 'object' || value === null) {
    if (pace.isDue(piecesOf(value))) yield;
    return ofPlain(value);
  }
  const before = known.get(value);
  if (before !== undefined) return before;
  const isList = Array.isArray(value);
  const object: JsonObject = value as JsonObject;
  const keys = isList ? undefined : Object.keys(object);
  const count = keys?.length ?? (value as readonly unknown[]).length;
  let print = isList ? 17 : 31;
  for (let place = 0; place < count; place += 1) {
    const key = keys?.[place];
    const item = key === undefined ? (value as readonly unknown[])[place] : object[key];
    if (pace.isDue(piecesOf(item))) yield;
    const child: number = isPlain(item) ? ofPlain(item) : yield* fingerprint(item, known, pace);
    // A sum does not mind the order of keys; the key of a list's item is its place.
    print = (print + mix(key === undefined ? place : ofText(key), child)) % Number.MAX_SAFE_INTEGER;
  }
  print = mix(print, isList ? 1 : 2);
  known.set(value, print);
  return print;
}

/** A long text costs as much as many short ones. */
function piecesOf(value: unknown): number {
  return typeof value === 'string' ? 1 + value.length / 100 : 1;
}

function ofPlain(value: unknown): number {
  return ofText(`${typeof value}:${String(value)}`);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** FNV-1a in two lanes of 32 bits, of which 53 are kept. */
function ofText(text: string): number {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, primes[0]);
    other = Math.imul(other ^ code, primes[1]);
    other ^= other >>> 13;
  }
  return joined(one, other);
}

function mix(a: number, b: number): number {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (const part of [a, b]) {
    const [high, low] = [Math.floor(part / 0x1_0000_0000), part >>> 0];
    one = Math.imul(one ^ high, primes[0]);
    one = Math.imul(one ^ low ^ (one >>> 15), primes[0]);
    other = Math.imul(other ^ low, primes[1]);
    other = Math.imul(other ^ high ^ (other >>> 13), primes[1]);
  }
  return joined(one ^ (one >>> 16), other ^ (other >>> 16));
}

function joined(one: number, other: number): number {
  return (other & 0x1fffff) * 0x1_0000_0000 + (one >>> 0);
}
