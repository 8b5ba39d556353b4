/** What changed between two JSON values: objects by their keys, lists by what their items say. */

import { asObject, type JsonObject } from '../base/json.ts';
import { fingerprint } from './jsonFingerprint.ts';
import { listPairing } from './listPairing.ts';
import { Pace } from './pace.ts';

export type JsonPath = readonly (string | number)[];

export type JsonChange =
  | { readonly kind: 'added'; readonly path: JsonPath; readonly after: unknown }
  /** `path` is the place in the old value. */
  | { readonly kind: 'removed'; readonly path: JsonPath; readonly before: unknown }
  | { readonly kind: 'changed'; readonly path: JsonPath; readonly before: unknown; readonly after: unknown }
  /** An item that is the same and stands elsewhere in its list. */
  | { readonly kind: 'moved'; readonly path: JsonPath; readonly from: JsonPath; readonly after: unknown };

export interface JsonDifference {
  /** In reading order, at most `mostChanges`. */
  readonly changes: readonly JsonChange[];
  /** All of them. */
  readonly count: number;
}

export const mostChanges = 2000;
/** Deeper values are compared as a whole. */
const deepest = 200;

/**
 * The difference, worked out in steps: whoever runs the generator decides how many of them make a slice. Values count as
 * equal when their 53-bit fingerprints are.
 */
export function* jsonDifference(before: unknown, after: unknown): Generator<void, JsonDifference> {
  const walk = new Walk();
  yield* walk.compare(before, after, []);
  return { changes: walk.changes, count: walk.count };
}

class Walk {
  readonly changes: JsonChange[] = [];
  readonly #prints = new WeakMap<object, number>();
  readonly #pace = new Pace();
  count = 0;

  *compare(before: unknown, after: unknown, path: JsonPath): Generator<void> {
    if (this.#pace.isDue()) yield;
    if (before === after) return;
    const [oldObject, newObject] = [asObject(before), asObject(after)];
    if (path.length < deepest && oldObject && newObject) yield* this.#objects(oldObject, newObject, path);
    else if (path.length < deepest && Array.isArray(before) && Array.isArray(after))
      yield* this.#lists(before, after, path);
    else if (
      (isPlain(before) && isPlain(after)) ||
      (yield* fingerprint(before, this.#prints, this.#pace)) !== (yield* fingerprint(after, this.#prints, this.#pace))
    )
      yield* this.#tell({ kind: 'changed', path, before, after });
  }

  *#objects(before: JsonObject, after: JsonObject, path: JsonPath): Generator<void> {
    for (const key of Object.keys(before)) {
      if (Object.hasOwn(after, key)) yield* this.compare(before[key], after[key], [...path, key]);
      else yield* this.#tell({ kind: 'removed', path: [...path, key], before: before[key] });
    }
    for (const key of Object.keys(after)) {
      if (this.#pace.isDue()) yield;
      if (!Object.hasOwn(before, key)) yield* this.#tell({ kind: 'added', path: [...path, key], after: after[key] });
    }
  }

  *#lists(before: readonly unknown[], after: readonly unknown[], path: JsonPath): Generator<void> {
    const old = { items: before, prints: yield* this.#printAll(before) };
    const fresh = { items: after, prints: yield* this.#printAll(after) };
    const { removed, added, moved, changed } = yield* listPairing(old, fresh, this.#pace);
    for (const place of removed) yield* this.#tell({ kind: 'removed', path: [...path, place], before: before[place] });
    for (const [from, to] of moved) {
      yield* this.#tell({ kind: 'moved', path: [...path, to], from: [...path, from], after: after[to] });
    }
    for (const [one, other] of changed) yield* this.compare(before[one], after[other], [...path, other]);
    for (const place of added) yield* this.#tell({ kind: 'added', path: [...path, place], after: after[place] });
  }

  *#printAll(items: readonly unknown[]): Generator<void, readonly number[]> {
    const prints: number[] = [];
    for (const item of items) prints.push(yield* fingerprint(item, this.#prints, this.#pace));
    return prints;
  }

  *#tell(change: JsonChange): Generator<void> {
    if (this.#pace.isDue()) yield;
    this.count += 1;
    if (this.changes.length < mostChanges) this.changes.push(change);
  }
}

/** Plain values that are not `===` are different ones: JSON has no NaN. */
function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
