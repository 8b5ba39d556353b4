/** The lines held, in order of time and bounded: late ones go where they belong, and the oldest are forgotten. */

import type { TailedLine } from '../../protocol/logPanel.ts';

export class LineBuffer {
  readonly #capacity: number;
  #lines: TailedLine[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#lines.length;
  }

  /** How many were forgotten for want of room since the last `clear`. */
  get dropped(): number {
    return this.#dropped;
  }

  all(): readonly TailedLine[] {
    return this.#lines.slice();
  }

  /** `lines` in order of time; among equal times they go behind those held. */
  insert(lines: readonly TailedLine[]): void {
    const first = lines[0];
    if (!first) return;
    const later = this.#lines.splice(this.#placeAfter(timeOf(first)));
    let next = 0;
    for (const line of lines) {
      for (; next < later.length && timeOf(later[next]) <= timeOf(line); next += 1) this.#push(later[next]);
      this.#lines.push(line);
    }
    for (; next < later.length; next += 1) this.#push(later[next]);
    const surplus = this.#lines.length - this.#capacity;
    if (surplus <= 0) return;
    this.#lines.splice(0, surplus);
    this.#dropped += surplus;
  }

  keep(isKept: (line: TailedLine) => boolean): void {
    this.#lines = this.#lines.filter(isKept);
  }

  clear(): void {
    this.#lines = [];
    this.#dropped = 0;
  }

  #push(line: TailedLine | undefined): void {
    if (line) this.#lines.push(line);
  }

  /** Nearly always the end: what comes is newer than what is held. */
  #placeAfter(timestamp: number): number {
    let low = timeOf(this.#lines.at(-1)) <= timestamp ? this.#lines.length : 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timeOf(this.#lines[middle]) <= timestamp) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function timeOf(tailed: TailedLine | undefined): number {
  return tailed?.line.event.timestamp ?? Number.NEGATIVE_INFINITY;
}
