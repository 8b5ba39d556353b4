/** Which items of two lists are the same ones in the same order: the longest common subsequence, with a bound on its cost. */

import { Pace } from './pace.ts';

export type Pairs = readonly (readonly [before: number, after: number])[];

/** Products of lengths up to this are compared exactly; it bounds time and memory (two bytes each). */
const mostCells = 4_000_000;
/** Cells that cost as much as one piece of other work. */
const cellsPerPiece = 10;
/** Of a comparison by `===`, in pieces of other work. */
const comparison = 1 / cellsPerPiece;

/**
 * Compares items by `===`. What both lists begin and end with is paired at once; the rest exactly where it is small
 * enough, and otherwise by the items that each side has exactly once. Yields between steps of work.
 */
export function* alignment<Item>(
  before: readonly Item[],
  after: readonly Item[],
  pace = new Pace(),
): Generator<void, Pairs> {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  for (; start < shorter && before[start] === after[start]; start += 1) if (pace.isDue(comparison)) yield;
  let tail = 0;
  for (; tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail); tail += 1) {
    if (pace.isDue(comparison)) yield;
  }
  const [beforeEnd, afterEnd] = [before.length - tail, after.length - tail];
  const isSmall = (beforeEnd - start) * (afterEnd - start) <= mostCells;
  const compare = isSmall ? longestCommon : singles;
  const middle = yield* compare(before.slice(start, beforeEnd), after.slice(start, afterEnd), pace);
  const pairs: (readonly [number, number])[] = [];
  for (let place = 0; place < start; place += 1) {
    if (pace.isDue(comparison)) yield;
    pairs.push([place, place]);
  }
  for (const [one, other] of middle) {
    if (pace.isDue(comparison)) yield;
    pairs.push([one + start, other + start]);
  }
  for (let place = 0; place < tail; place += 1) {
    if (pace.isDue(comparison)) yield;
    pairs.push([beforeEnd + place, afterEnd + place]);
  }
  return pairs;
}

function* longestCommon<Item>(before: readonly Item[], after: readonly Item[], pace: Pace): Generator<void, Pairs> {
  const width = after.length + 1;
  // Lengths fit sixteen bits: the product bounds the shorter side to two thousand.
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      lengths[at] =
        before[row] === after[column]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
    if (pace.isDue(width / cellsPerPiece)) yield;
  }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < before.length && column < after.length; ) {
    if (before[row] === after[column]) pairs.push([row++, column++]);
    else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** Items that occur once on each side, as far as they keep their order (patience sorting's longest increasing run). */
function* singles<Item>(before: readonly Item[], after: readonly Item[], pace: Pace): Generator<void, Pairs> {
  const places = yield* placesOfSingles(after, pace);
  const singlesBefore = yield* placesOfSingles(before, pace);
  const candidates: (readonly [number, number])[] = [];
  for (const [item, place] of singlesBefore) {
    if (pace.isDue()) yield;
    const other = place < 0 ? undefined : places.get(item);
    if (other !== undefined && other >= 0) candidates.push([place, other]);
  }
  return yield* increasing(candidates, pace);
}

/** Where an item stands; -1 for one that is there more than once. In order of first occurrence. */
function* placesOfSingles<Item>(items: readonly Item[], pace: Pace): Generator<void, ReadonlyMap<Item, number>> {
  const places = new Map<Item, number>();
  for (const [place, item] of items.entries()) {
    if (pace.isDue()) yield;
    places.set(item, places.has(item) ? -1 : place);
  }
  return places;
}

function* increasing(pairs: Pairs, pace: Pace): Generator<void, Pairs> {
  const ends: number[] = [];
  const previous = new Array<number>(pairs.length).fill(-1);
  for (const [place, [, after]] of pairs.entries()) {
    if (pace.isDue()) yield;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < after) low = middle + 1;
      else high = middle;
    }
    previous[place] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = place;
  }
  const kept: (readonly [number, number])[] = [];
  for (let place = ends.at(-1) ?? -1; place >= 0; place = previous[place] ?? -1) {
    if (pace.isDue()) yield;
    const pair = pairs[place];
    if (pair) kept.push(pair);
  }
  return kept.reverse();
}
