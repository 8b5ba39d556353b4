/** Which functions of a target the view shows, in which order and under which headings; reads tags when that takes them. */

import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { FunctionMarks } from '../../app/functionMarks.ts';
import { type Arrangement, arrange } from '../../lambda/functionArrangement.ts';
import { type FunctionFilter, parseFunctionFilter } from '../../lambda/functionFilter.ts';
import type { FunctionTags } from '../../lambda/functionTags.ts';

export type TagsState =
  | { readonly state: 'notNeeded' | 'loading' }
  | { readonly state: 'known'; readonly tags: ReadonlyMap<string, FunctionTags> }
  | { readonly state: 'failed'; readonly error: unknown };

/** With more rows than this under one, the editor's list begins to stutter (measured with ten thousand). */
const firstRows = 500;

const notNeeded: TagsState = { state: 'notNeeded' };
const loading: TagsState = { state: 'loading' };

export class FunctionRows {
  readonly #catalog: Pick<FunctionCatalog, 'functions' | 'allTags'>;
  readonly #marks: FunctionMarks;
  readonly #onTags: (targetId: string) => void;
  readonly #tags = new Map<string, { readonly reading: unknown; readonly state: TagsState }>();
  /** Until anything that it was made of changes: rows, headings and counts all ask for it. */
  readonly #arranged = new Map<string, { readonly from: readonly unknown[]; readonly arrangement: Arrangement }>();
  readonly #shown = new Map<string, number>();
  #filter = parseFunctionFilter('');

  /** `onTags`: the tags of a target are there now, or could not be read. */
  constructor(
    catalog: Pick<FunctionCatalog, 'functions' | 'allTags'>,
    marks: FunctionMarks,
    onTags: (targetId: string) => void,
  ) {
    this.#catalog = catalog;
    this.#marks = marks;
    this.#onTags = onTags;
  }

  get filter(): FunctionFilter {
    return this.#filter;
  }

  setFilter(text: string): void {
    this.#filter = parseFunctionFilter(text);
  }

  countUnder(targetId: string, heading: string): number {
    const { sections } = this.arrangement(targetId);
    return sections.find((section) => section.heading === heading)?.names.length ?? 0;
  }

  /** How many of the functions below a row are shown. */
  shownCount(rowId: string): number {
    return this.#shown.get(rowId) ?? firstRows;
  }

  showMore(rowId: string): void {
    this.#shown.set(rowId, this.shownCount(rowId) + firstRows);
  }

  /** Of what is listed by now. */
  arrangement(targetId: string): Arrangement {
    const { functions } = this.#catalog.functions(targetId);
    const tags = this.tags(targetId);
    const from = [functions, tags, this.#filter, this.#marks.current];
    const known = this.#arranged.get(targetId);
    if (known?.from.every((part, index) => part === from[index])) return known.arrangement;
    const { grouping, recentFirst } = this.#marks;
    const arrangement = arrange(functions, {
      filter: this.#filter,
      grouping,
      pinned: this.#marks.pinned(targetId),
      hidden: this.#marks.hidden(targetId),
      recent: recentFirst ? this.#marks.recent(targetId) : [],
      tags: tags.state === 'known' ? tags.tags : undefined,
    });
    this.#arranged.set(targetId, { from, arrangement });
    return arrangement;
  }

  /** Asks for tags only when the filter or the grouping cannot do without, and once the list is complete. */
  tags(targetId: string): TagsState {
    const { grouping } = this.#marks;
    if (!this.#filter.needsTags && (grouping === 'none' || grouping === 'runtime')) return notNeeded;
    if (!this.#catalog.functions(targetId).complete) return loading;
    // The catalog answers with the same promise until the target is listed anew.
    const reading = this.#catalog.allTags(targetId);
    const known = this.#tags.get(targetId);
    if (known?.reading === reading) return known.state;
    this.#tags.set(targetId, { reading, state: known?.state ?? loading });
    reading.then(
      (tags) => this.#learn(targetId, reading, { state: 'known', tags }),
      (error: unknown) => this.#learn(targetId, reading, { state: 'failed', error }),
    );
    return this.#tags.get(targetId)?.state ?? loading;
  }

  #learn(targetId: string, reading: unknown, state: TagsState): void {
    if (this.#tags.get(targetId)?.reading !== reading) return;
    this.#tags.set(targetId, { reading, state });
    this.#onTags(targetId);
  }
}
