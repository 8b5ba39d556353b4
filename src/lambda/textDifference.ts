/** What changed between two texts, line by line. */

import { alignment } from './alignment.ts';
import { Pace } from './pace.ts';

export interface LineChange {
  readonly kind: 'removed' | 'added';
  /** From 1, in the text that has the line. */
  readonly line: number;
  readonly text: string;
}

/** Changes in order of place, what went before what came. Worked out in steps, like `jsonDifference`. */
export function* textDifference(before: string, after: string): Generator<void, readonly LineChange[]> {
  const old = before.split(/\r\n|\r|\n/);
  yield;
  const fresh = after.split(/\r\n|\r|\n/);
  yield;
  const pace = new Pace();
  const pairs = yield* alignment(old, fresh, pace);
  const changes: LineChange[] = [];
  let [oldStart, newStart] = [0, 0];
  for (const [oldEnd, newEnd] of [...pairs, [old.length, fresh.length] as const]) {
    if (pace.isDue(1 + oldEnd - oldStart + newEnd - newStart)) yield;
    for (; oldStart < oldEnd; oldStart += 1)
      changes.push({ kind: 'removed', line: oldStart + 1, text: old[oldStart] ?? '' });
    for (; newStart < newEnd; newStart += 1)
      changes.push({ kind: 'added', line: newStart + 1, text: fresh[newStart] ?? '' });
    [oldStart, newStart] = [oldEnd + 1, newEnd + 1];
  }
  return changes;
}
