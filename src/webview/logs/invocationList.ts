/** The rows of the Invocations reading: one for each invocation that passes the filter, and those of the open ones. */

import type { LogLine } from '../../lambda/invocationRecord.ts';
import type { ParsedFilter } from '../../lambda/logFilter.ts';
import type { TailedInvocation } from '../../protocol/logPanel.ts';
import { canOpen, type ExtraRow, openRows, stackRows } from '../ui/lineRows.ts';
import { RowIndex } from '../ui/rowIndex.ts';
import { type LogStore, rowKeyOf } from './logStore.ts';
import type { ShownInvocations } from './shownInvocations.ts';

export type InvocationRow =
  | { readonly kind: 'invocation'; readonly tailed: TailedInvocation; readonly isOpen: boolean }
  | {
      readonly kind: 'line';
      readonly tailed: TailedInvocation;
      readonly line: LogLine;
      readonly canOpen: boolean;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'extra'; readonly tailed: TailedInvocation; readonly line: LogLine; readonly extra: ExtraRow }
  | { readonly kind: 'actions'; readonly tailed: TailedInvocation };

type BelowRow = Exclude<InvocationRow, { readonly kind: 'invocation' }>;

export class InvocationList {
  readonly #shown: ShownInvocations;
  readonly #below = new Map<string, readonly BelowRow[]>();
  readonly #index: RowIndex;

  /** `open` holds keys of invocations and of lines; `textWidth` is how many characters fit beside the columns. */
  constructor(store: LogStore, filter: ParsedFilter, open: ReadonlySet<string>, textWidth: number) {
    this.#shown = store.shown(filter);
    const extraRows: [number, number][] = [];
    for (const key of open) {
      const place = this.#shown.placeOf(key);
      const tailed = place === undefined ? undefined : this.#shown.at(place);
      if (place === undefined || !tailed) continue;
      const below = belowRows(tailed, open, textWidth);
      this.#below.set(key, below);
      extraRows.push([place, below.length]);
    }
    this.#index = new RowIndex(this.#shown.length, extraRows);
  }

  get rowCount(): number {
    return this.#index.rowCount;
  }

  get invocations(): ShownInvocations {
    return this.#shown;
  }

  row(row: number): InvocationRow | undefined {
    const place = this.#index.placeOf(row);
    const tailed = this.#shown.at(place.item);
    if (!tailed) return undefined;
    const below = this.#below.get(rowKeyOf(tailed));
    return place.offset === 0 ? { kind: 'invocation', tailed, isOpen: below !== undefined } : below?.[place.offset - 1];
  }

  keyOfRow(row: number): string {
    const { item, offset } = this.#index.placeOf(row);
    const tailed = this.#shown.at(item);
    return tailed ? `${rowKeyOf(tailed)}\n${offset}` : '';
  }

  rowOfKey(key: string): number | undefined {
    const [rowKey = '', offset = '0'] = key.split('\n');
    const place = this.#shown.placeOf(rowKey);
    if (place === undefined) return undefined;
    return this.#index.rowOf(place) + Math.min(Number(offset), this.#below.get(rowKey)?.length ?? 0);
  }
}

/** Names a line of an open invocation in the set of what is open. */
export function lineKeyOf(tailed: TailedInvocation, line: LogLine): string {
  return `${rowKeyOf(tailed)}\n${line.event.eventId}`;
}

function belowRows(tailed: TailedInvocation, open: ReadonlySet<string>, textWidth: number): readonly BelowRow[] {
  const rows: BelowRow[] = [];
  for (const line of tailed.invocation.lines) {
    // START and END say nothing that the row itself does not.
    if (line.kind === 'start' || line.kind === 'end') continue;
    const isOpen = open.has(lineKeyOf(tailed, line));
    rows.push({ kind: 'line', tailed, line, canOpen: canOpen(line, textWidth), isOpen });
    const extras = isOpen ? openRows(line, textWidth) : stackRows(line);
    for (const extra of extras) rows.push({ kind: 'extra', tailed, line, extra });
  }
  rows.push({ kind: 'actions', tailed });
  return rows;
}
