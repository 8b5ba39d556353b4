/** The invocations that pass a filter, newest first: kept in order and counted as they change, never made anew for one. */

import type { LogFilter, ParsedFilter } from '../../lambda/logFilter.ts';
import type { TailedInvocation, TailSource } from '../../protocol/logPanel.ts';
import { InvocationTally } from './invocationTally.ts';

export class ShownInvocations {
  readonly #filter: LogFilter | undefined;
  readonly #sourceOf: (id: string) => TailSource | undefined;
  /** Oldest first: what comes is nearly always newer. */
  #ascending: TailedInvocation[] = [];
  readonly #byKey = new Map<string, TailedInvocation>();
  #tally = new InvocationTally();

  constructor(filter: ParsedFilter, sourceOf: (id: string) => TailSource | undefined) {
    this.#filter = filter.kind === 'filter' ? filter.filter : undefined;
    this.#sourceOf = sourceOf;
  }

  get length(): number {
    return this.#ascending.length;
  }

  /** How many of them are what. */
  get tally(): Omit<InvocationTally, 'add' | 'remove' | 'percentileMs'> {
    return this.#tally;
  }

  /** Of their durations, nearest rank; `undefined` where fewer than two are known. */
  percentileMs(share: number): number | undefined {
    return this.#tally.percentileMs(share, this.#ascending);
  }

  /** In order of time. */
  get ascending(): readonly TailedInvocation[] {
    return this.#ascending;
  }

  /** By its place, 0 for the newest. */
  at(place: number): TailedInvocation | undefined {
    return place < 0 ? undefined : this.#ascending[this.#ascending.length - 1 - place];
  }

  placeOf(rowKey: string): number | undefined {
    const tailed = this.#byKey.get(rowKey);
    const index = tailed && this.#indexOf(tailed);
    return index === undefined ? undefined : this.#ascending.length - 1 - index;
  }

  /** Takes everything anew. */
  fill(all: Iterable<readonly [rowKey: string, tailed: TailedInvocation]>): void {
    this.#ascending = [];
    this.#byKey.clear();
    this.#tally = new InvocationTally();
    for (const [rowKey, tailed] of all) {
      if (!this.#passes(tailed)) continue;
      this.#ascending.push(tailed);
      this.#byKey.set(rowKey, tailed);
      this.#tally.add(tailed);
    }
    this.#ascending.sort((a, b) => a.invocation.startedAt - b.invocation.startedAt);
  }

  /** `tailed`: as it is now; `undefined` where it is no more. */
  change(rowKey: string, tailed: TailedInvocation | undefined): void {
    const before = this.#byKey.get(rowKey);
    if (before === tailed) return;
    const passes = tailed !== undefined && this.#passes(tailed);
    const index = before && this.#indexOf(before);
    if (before) this.#tally.remove(before);
    if (passes) {
      this.#byKey.set(rowKey, tailed);
      this.#tally.add(tailed);
    } else this.#byKey.delete(rowKey);
    if (index !== undefined && passes && before?.invocation.startedAt === tailed.invocation.startedAt) {
      this.#ascending[index] = tailed;
      return;
    }
    if (index !== undefined) this.#ascending.splice(index, 1);
    if (passes) this.#insert(tailed);
  }

  #passes(tailed: TailedInvocation): boolean {
    return this.#filter?.matchesInvocation(tailed, this.#sourceOf(tailed.sourceId)) ?? true;
  }

  #insert(tailed: TailedInvocation): void {
    const { startedAt } = tailed.invocation;
    const newest = this.#ascending.at(-1);
    if (!newest || newest.invocation.startedAt <= startedAt) this.#ascending.push(tailed);
    else this.#ascending.splice(this.#firstAfter(startedAt), 0, tailed);
  }

  #indexOf(tailed: TailedInvocation): number | undefined {
    const { startedAt } = tailed.invocation;
    for (let index = this.#firstAfter(startedAt) - 1; index >= 0; index -= 1) {
      const candidate = this.#ascending[index];
      if (candidate === tailed) return index;
      if (candidate?.invocation.startedAt !== startedAt) return undefined;
    }
    return undefined;
  }

  #firstAfter(startedAt: number): number {
    let low = 0;
    let high = this.#ascending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { invocation } = this.#ascending[middle] as TailedInvocation;
      if (invocation.startedAt <= startedAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
