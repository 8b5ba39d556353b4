/**
 * Rows of a list whose items take one row each, and some of them more while they are open.
 * Few are open at a time, so places are found through a short sorted list instead of a prefix sum over everything.
 */

/** A row of the list: which item, and how far below its first row. */
export interface RowPlace {
  readonly item: number;
  readonly offset: number;
}

interface OpenItem {
  readonly item: number;
  readonly extraRows: number;
  /** Extra rows of the open items before this one. */
  readonly extraBefore: number;
}

export class RowIndex {
  readonly itemCount: number;
  readonly rowCount: number;
  readonly #open: readonly OpenItem[];

  /** `extraRows`: item → rows it takes beyond its first. Items outside the list are ignored. */
  constructor(itemCount: number, extraRows: Iterable<readonly [item: number, extraRows: number]>) {
    const open: OpenItem[] = [];
    let extraBefore = 0;
    for (const [item, extra] of [...extraRows].sort(([a], [b]) => a - b)) {
      if (item < 0 || item >= itemCount || extra <= 0) continue;
      open.push({ item, extraRows: extra, extraBefore });
      extraBefore += extra;
    }
    this.itemCount = itemCount;
    this.rowCount = itemCount + extraBefore;
    this.#open = open;
  }

  /** The first row of an item. */
  rowOf(item: number): number {
    const before = this.#lastOpen((open) => open.item < item);
    return item + (before ? before.extraBefore + before.extraRows : 0);
  }

  placeOf(row: number): RowPlace {
    const open = this.#lastOpen((candidate) => candidate.item + candidate.extraBefore <= row);
    if (!open) return { item: row, offset: 0 };
    const below = row - (open.item + open.extraBefore);
    return below <= open.extraRows
      ? { item: open.item, offset: below }
      : { item: open.item + below - open.extraRows, offset: 0 };
  }

  #lastOpen(accept: (open: OpenItem) => boolean): OpenItem | undefined {
    let low = 0;
    let high = this.#open.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.#open[middle];
      if (candidate && accept(candidate)) low = middle + 1;
      else high = middle;
    }
    return this.#open[low - 1];
  }
}
