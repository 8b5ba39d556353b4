/** The rows of the Lines reading: the lines that pass the filter, in the order they came, and those below the open ones. */

import type { ParsedFilter } from '../../lambda/logFilter.ts';
import type { TailedLine } from '../../protocol/logPanel.ts';
import { type ExtraRow, openRows } from '../ui/lineRows.ts';
import { RowIndex } from '../ui/rowIndex.ts';
import { eventKeyOf, type LogStore } from './logStore.ts';

export interface LineRow {
  readonly tailed: TailedLine;
  /** Names the line while it is held. */
  readonly key: string;
  /** The row below the line; `undefined` for the line itself. */
  readonly extra: ExtraRow | undefined;
}

const mostNamed = 5000;

export class LineList {
  readonly #store: LogStore;
  /** Numbers of the lines that passed, ascending; unused without a filter. */
  #passed: number[] = [];
  #testedTo = 0;
  #filter: ParsedFilter = { kind: 'everything' };
  #invocationVersion = -1;
  #epoch = -1;
  #index = new RowIndex(0, []);
  #open = new Map<string, readonly ExtraRow[]>();
  /** Lines whose keys were given out lately, so that a key is found again without a search through everything. */
  #named = new Map<string, TailedLine>();
  #namedBefore = new Map<string, TailedLine>();

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
  update(filter: ParsedFilter, open: ReadonlySet<string>, textWidth: number): void {
    const store = this.#store;
    if (filter !== this.#filter || this.#epoch !== store.epoch) this.#testAll(filter);
    this.#retestFrom(store.takeChangedFrom());
    if (filter.kind === 'filter' && filter.filter.asksInvocation) this.#retestInvocations(filter);
    this.#invocationVersion = store.invocationVersion;
    this.#epoch = store.epoch;
    if (filter.kind === 'filter') this.#test(filter);
    this.#open = new Map();
    const extraRows: [number, number][] = [];
    for (const key of open) {
      const line = this.#lineNamed(key);
      const item = line && this.#itemOf(line);
      if (!line || item === undefined) continue;
      const rows = openRows(line.line, textWidth);
      this.#open.set(key, rows);
      extraRows.push([item, rows.length]);
    }
    this.#index = new RowIndex(this.#itemCount, extraRows);
  }

  row(row: number): LineRow | undefined {
    const place = this.#index.placeOf(row);
    const tailed = this.#store.line(this.#numberOf(place.item));
    if (!tailed) return undefined;
    const key = this.#nameOf(tailed);
    const extra = place.offset === 0 ? undefined : this.#open.get(key)?.[place.offset - 1];
    return { tailed, key, extra };
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  keyOfRow(row: number): string {
    const { item, offset } = this.#index.placeOf(row);
    const tailed = this.#store.line(this.#numberOf(item));
    return tailed ? `${offset} ${this.#nameOf(tailed)}` : '';
  }

  rowOfKey(rowKey: string): number | undefined {
    const space = rowKey.indexOf(' ');
    const key = rowKey.slice(space + 1);
    const tailed = this.#lineNamed(key);
    const item = tailed && this.#itemOf(tailed);
    if (item === undefined) return undefined;
    return this.#index.rowOf(item) + Math.min(Number(rowKey.slice(0, space)), this.#open.get(key)?.length ?? 0);
  }

  /** Looks for a line whose key came from elsewhere, so that it can be opened and gone to. */
  find(key: string): void {
    const end = this.#store.firstNumber + this.#store.lineCount;
    for (let number = this.#store.firstNumber; number < end; number += 1) {
      const tailed = this.#store.line(number);
      if (tailed && key.endsWith(tailed.line.event.eventId) && eventKeyOf(tailed) === key) this.#named.set(key, tailed);
    }
  }

  #nameOf(tailed: TailedLine): string {
    const key = eventKeyOf(tailed);
    if (this.#named.size > mostNamed) {
      this.#namedBefore = this.#named;
      this.#named = new Map();
    }
    this.#named.set(key, tailed);
    return key;
  }

  #lineNamed(key: string): TailedLine | undefined {
    return this.#named.get(key) ?? this.#namedBefore.get(key);
  }

  get #itemCount(): number {
    return this.#filter.kind === 'filter' ? this.#passed.length : this.#store.lineCount;
  }

  #numberOf(item: number): number {
    return this.#filter.kind === 'filter' ? (this.#passed[item] ?? -1) : this.#store.firstNumber + item;
  }

  #itemOf(tailed: TailedLine): number | undefined {
    const number = this.#store.numberOf(tailed);
    if (number === undefined) return undefined;
    if (this.#filter.kind !== 'filter') return number - this.#store.firstNumber;
    const item = firstAtLeast(this.#passed, number);
    return this.#passed[item] === number ? item : undefined;
  }

  #retestFrom(number: number): void {
    if (number >= this.#testedTo) return;
    this.#passed.length = firstAtLeast(this.#passed, number);
    this.#testedTo = number;
  }

  #testAll(filter: ParsedFilter): void {
    this.#filter = filter;
    this.#passed = [];
    this.#testedTo = this.#store.firstNumber;
    this.#invocationVersion = this.#store.invocationVersion;
  }

  /** What a line is found by may be what its invocation came to later: the lines of those that changed are tested again. */
  #retestInvocations(filter: FilterOf): void {
    const store = this.#store;
    const changed = store.invocationsChangedSince(this.#invocationVersion);
    // A record that leaves lines out does not say which ones are its own.
    if (!changed || changed.some(({ invocation }) => invocation.omittedLines)) {
      this.#testAll(filter);
      return;
    }
    for (const { sourceId, invocation } of changed) {
      for (const line of invocation.lines) this.#retest({ sourceId, line }, filter);
    }
  }

  #retest(tailed: TailedLine, filter: FilterOf): void {
    const number = this.#store.numberOf(tailed);
    if (number === undefined || number >= this.#testedTo) return;
    const item = firstAtLeast(this.#passed, number);
    const passed = this.#passed[item] === number;
    if (passed === this.#passes(tailed, filter)) return;
    if (passed) this.#passed.splice(item, 1);
    else this.#passed.splice(item, 0, number);
  }

  #passes(tailed: TailedLine, { filter }: FilterOf): boolean {
    const store = this.#store;
    const invocation = filter.asksInvocation ? store.invocationOf(tailed) : undefined;
    return filter.matchesLine(tailed, invocation, store.source(tailed.sourceId));
  }

  #test(filter: FilterOf): void {
    const store = this.#store;
    const gone = firstAtLeast(this.#passed, store.firstNumber);
    if (gone > 0) this.#passed.splice(0, gone);
    const end = store.firstNumber + store.lineCount;
    for (let number = Math.max(this.#testedTo, store.firstNumber); number < end; number += 1) {
      const line = store.line(number);
      if (line && this.#passes(line, filter)) this.#passed.push(number);
    }
    this.#testedTo = end;
  }
}

type FilterOf = Extract<ParsedFilter, { kind: 'filter' }>;

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
