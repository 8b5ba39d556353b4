/** Which items of a changed list stayed, moved, became another value, went or came. */

import { asObject } from '../base/json.ts';
import { alignment } from './alignment.ts';
import type { Pace } from './pace.ts';

export interface ListPairing {
  readonly removed: readonly number[];
  readonly added: readonly number[];
  /** Equal items out of order: place before, place after. */
  readonly moved: readonly (readonly [number, number])[];
  /** Items of which one became the other, in the order of the new list. */
  readonly changed: readonly (readonly [number, number])[];
}

export interface PairedList {
  readonly items: readonly unknown[];
  /** Equal for equal items. */
  readonly prints: readonly number[];
}

export function* listPairing(before: PairedList, after: PairedList, pace: Pace): Generator<void, ListPairing> {
  const equal = yield* alignment(before.prints, after.prints, pace);
  const pairing = new Pairing(before, after, pace);
  for (const [one, other] of equal) {
    if (pace.isDue()) yield;
    pairing.take(one, other);
  }
  yield* pairing.findMoves();
  yield* pairing.findIdentities();
  yield* pairing.findNeighbours(equal);
  return yield* pairing.finish();
}

class Pairing {
  readonly #before: PairedList;
  readonly #after: PairedList;
  readonly #pace: Pace;
  /** 1 for places that have found their other side. */
  readonly #isTakenBefore: Uint8Array;
  readonly #isTakenAfter: Uint8Array;
  readonly #moved: (readonly [number, number])[] = [];
  /** By place in the new list: the old item that became it. */
  readonly #became = new Map<number, number>();

  constructor(before: PairedList, after: PairedList, pace: Pace) {
    this.#before = before;
    this.#after = after;
    this.#pace = pace;
    this.#isTakenBefore = new Uint8Array(before.items.length);
    this.#isTakenAfter = new Uint8Array(after.items.length);
  }

  take(one: number, other: number): void {
    this.#isTakenBefore[one] = 1;
    this.#isTakenAfter[other] = 1;
  }

  /** What is the same in both and stands elsewhere. */
  *findMoves(): Generator<void> {
    const places = yield* this.#index(this.#after.prints, (print) => print);
    for (const [from, print] of this.#before.prints.entries()) {
      if (this.#pace.isDue()) yield;
      const to = this.#isTakenBefore[from] ? undefined : places.get(print);
      if (to === undefined || this.#isTakenAfter[to]) continue;
      this.#moved.push([from, to]);
      this.take(from, to);
    }
  }

  /** Objects that say themselves that they are the same one. */
  *findIdentities(): Generator<void> {
    const places = yield* this.#index(this.#after.items, identityOf);
    for (const [one, item] of this.#before.items.entries()) {
      if (this.#pace.isDue()) yield;
      const identity = this.#isTakenBefore[one] ? undefined : identityOf(item);
      const other = identity === undefined ? undefined : places.get(identity);
      if (other !== undefined && !this.#isTakenAfter[other]) this.#become(one, other);
    }
  }

  /** Between two equal items, what stands at the same place. */
  *findNeighbours(equal: readonly (readonly [number, number])[]): Generator<void> {
    let [one, other] = [0, 0];
    const ends = [this.#before.items.length, this.#after.items.length] as const;
    for (const [oneEnd, otherEnd] of [...equal, ends]) {
      while (one < oneEnd && other < otherEnd) {
        if (this.#pace.isDue()) yield;
        if (this.#isTakenBefore[one]) one += 1;
        else if (this.#isTakenAfter[other]) other += 1;
        else {
          if (isAlike(this.#before.items[one], this.#after.items[other])) this.#become(one, other);
          one += 1;
          other += 1;
        }
      }
      [one, other] = [oneEnd + 1, otherEnd + 1];
    }
  }

  *finish(): Generator<void, ListPairing> {
    const removed = yield* this.#untaken(this.#isTakenBefore);
    const added = yield* this.#untaken(this.#isTakenAfter);
    const changed: (readonly [number, number])[] = [];
    for (let place = 0; place < this.#after.items.length; place += 1) {
      if (this.#pace.isDue()) yield;
      const one = this.#became.get(place);
      if (one !== undefined) changed.push([one, place]);
    }
    return { removed, added, moved: this.#moved, changed };
  }

  #become(one: number, other: number): void {
    this.take(one, other);
    this.#became.set(other, one);
  }

  *#untaken(taken: Uint8Array): Generator<void, readonly number[]> {
    const places: number[] = [];
    for (let place = 0; place < taken.length; place += 1) {
      if (this.#pace.isDue()) yield;
      if (taken[place] === 0) places.push(place);
    }
    return places;
  }

  /** Places of the new list that are not taken, by what `keyOf` makes of them; of equal ones, the last. */
  *#index<Item, Key>(
    items: readonly Item[],
    keyOf: (item: Item) => Key | undefined,
  ): Generator<void, Map<Key, number>> {
    const places = new Map<Key, number>();
    for (const [place, item] of items.entries()) {
      if (this.#pace.isDue()) yield;
      const key = this.#isTakenAfter[place] ? undefined : keyOf(item);
      if (key !== undefined) places.set(key, place);
    }
    return places;
  }
}

/** One object with an identity is not another one. */
function isAlike(before: unknown, after: unknown): boolean {
  const [one, other] = [identityOf(before), identityOf(after)];
  return one === other || one === undefined || other === undefined;
}

const identities = ['id', 'Id', 'ID', '_id', 'key', 'Key', 'name', 'Name', 'arn', 'Arn'];

function identityOf(item: unknown): string | undefined {
  const object = asObject(item);
  const name = object && identities.find((candidate) => ['string', 'number'].includes(typeof object[candidate]));
  return name === undefined ? undefined : `${name}=${String(object?.[name])}`;
}
