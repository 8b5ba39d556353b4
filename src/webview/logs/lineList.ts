/** The rows of the Lines reading: the lines that pass the filter, in the order they came, and those below the open ones. */

import type { TailedLine } from '../../protocol/logPanel.ts';
import { type ExtraRow, openRows } from '../ui/lineRows.ts';
import { RowIndex } from '../ui/rowIndex.ts';
import type { ParsedFilter } from './logFilter.ts';
import type { LogStore } from './logStore.ts';

export interface LineRow {
  readonly tailed: TailedLine;
  /** Names the line while it is held. */
  readonly number: number;
  /** The row below the line; `undefined` for the line itself. */
  readonly extra: ExtraRow | undefined;
}

export class LineList {
  readonly #store: LogStore;
  /** Numbers of the lines that passed, ascending; unused without a filter. */
  #passed: number[] = [];
  #testedTo = 0;
  #filter: ParsedFilter = { kind: 'everything' };
  #invocationVersion = -1;
  #epoch = -1;
  #index = new RowIndex(0, []);
  #open = new Map<number, readonly ExtraRow[]>();

  constructor(store: LogStore) {
    this.#store = store;
  }

  get rowCount(): number {
    return this.#index.rowCount;
  }

  get lineCount(): number {
    return this.#index.itemCount;
  }

  /** Takes what changed into account: only new lines are tested against a filter that was there before. */
  update(filter: ParsedFilter, open: ReadonlySet<number>, textWidth: number): void {
    const store = this.#store;
    const asksInvocation = filter.kind === 'filter' && filter.filter.asksInvocation;
    const isStale =
      this.#epoch !== store.epoch || (asksInvocation && this.#invocationVersion !== store.invocationVersion);
    if (filter !== this.#filter || isStale) {
      this.#filter = filter;
      this.#passed = [];
      this.#testedTo = store.firstNumber;
    }
    this.#invocationVersion = store.invocationVersion;
    this.#epoch = store.epoch;
    if (filter.kind === 'filter') this.#test(filter.filter);
    this.#open = new Map();
    const extraRows: [number, number][] = [];
    for (const number of open) {
      const line = store.line(number);
      const item = this.#itemOf(number);
      if (!line || item === undefined) continue;
      const rows = openRows(line.line, textWidth);
      this.#open.set(number, rows);
      extraRows.push([item, rows.length]);
    }
    this.#index = new RowIndex(this.#itemCount, extraRows);
  }

  row(row: number): LineRow | undefined {
    const place = this.#index.placeOf(row);
    const number = this.#numberOf(place.item);
    const tailed = this.#store.line(number);
    if (!tailed) return undefined;
    const extra = place.offset === 0 ? undefined : this.#open.get(number)?.[place.offset - 1];
    return { tailed, number, extra };
  }

  isOpen(number: number): boolean {
    return this.#open.has(number);
  }

  keyOfRow(row: number): string {
    const { item, offset } = this.#index.placeOf(row);
    return `${this.#numberOf(item)}.${offset}`;
  }

  rowOfKey(key: string): number | undefined {
    const [number = 0, offset = 0] = key.split('.').map(Number);
    const item = this.#itemOf(number);
    if (item === undefined) return undefined;
    return this.#index.rowOf(item) + Math.min(offset, this.#open.get(number)?.length ?? 0);
  }

  get #itemCount(): number {
    return this.#filter.kind === 'filter' ? this.#passed.length : this.#store.lineCount;
  }

  #numberOf(item: number): number {
    return this.#filter.kind === 'filter' ? (this.#passed[item] ?? -1) : this.#store.firstNumber + item;
  }

  #itemOf(number: number): number | undefined {
    if (this.#filter.kind !== 'filter') {
      const item = number - this.#store.firstNumber;
      return item >= 0 && item < this.#store.lineCount ? item : undefined;
    }
    const item = firstAtLeast(this.#passed, number);
    return this.#passed[item] === number ? item : undefined;
  }

  #test(filter: Extract<ParsedFilter, { kind: 'filter' }>['filter']): void {
    const store = this.#store;
    const gone = firstAtLeast(this.#passed, store.firstNumber);
    if (gone > 0) this.#passed.splice(0, gone);
    const end = store.firstNumber + store.lineCount;
    for (let number = Math.max(this.#testedTo, store.firstNumber); number < end; number += 1) {
      const line = store.line(number);
      if (!line) continue;
      const functionName = store.source(line.sourceId)?.functionName ?? '';
      if (filter.matchesLine(line, store.invocationOf(line), functionName)) this.#passed.push(number);
    }
    this.#testedTo = end;
  }
}

/** The first place in an ascending list whose value is not below `value`. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
