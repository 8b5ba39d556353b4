/**
 * Marks that processes carry and pass on, so that those that left their process group and their parent are still known
 * to belong to a function. A mark is the limit of file locks, a resource that Linux has not counted since version 2.4:
 * every child inherits it, whatever it does to its session, parent or variables, and nothing depends on it.
 */

import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Below 2^53: a service's own part in front of a running number. */
const marksPerService = 2 ** 20;
const firstOfService = randomInt(2 ** 20, 2 ** 32) * marksPerService;
let used = 0;

/** One that no other process group of this service has, and most likely none of another. */
export function newProcessMark(): number {
  used = (used + 1) % marksPerService;
  return firstOfService + used;
}

/** Whether this service gave it. */
export function isOwnMark(mark: number): boolean {
  return mark >= firstOfService && mark < firstOfService + marksPerService;
}

/** Shell commands that give a mark to what they start: dash and busybox know the limit by another letter than bash. */
export function markScript(mark: number): string {
  return `ulimit -w ${mark} || ulimit -x ${mark}`;
}

/**
 * Processes that carry one of these marks, by mark. Takes about 25 microseconds for each process of the computer; empty
 * where there is no /proc.
 */
export function findMarked(isWanted: (mark: number) => boolean): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const pid of processIds()) {
    const mark = markOf(pid);
    if (mark === undefined || !isWanted(mark)) continue;
    const pids = found.get(mark);
    if (pids === undefined) found.set(mark, [pid]);
    else pids.push(pid);
  }
  return found;
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function markOf(pid: number): number | undefined {
  try {
    const [, mark] = /^Max file locks +(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'latin1')) ?? [];
    if (mark === undefined) return undefined;
    // A zombie runs nothing; it may wait for a parent that never looks.
    return /^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1')) ? undefined : Number(mark);
  } catch {
    // It ended, or it is somebody else's.
    return undefined;
  }
}
