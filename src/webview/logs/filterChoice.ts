/** Which part of the held log is shown: the filter as it was typed, what it means, and a selected piece of time. */

import { type ParsedFilter, parseFilter } from '../../lambda/logFilter.ts';
import type { TailedInvocation, TailSource } from '../../protocol/logPanel.ts';
import type { TimeRange } from './scatterPoints.ts';
import { within } from './timeRangeFilter.ts';

export type FilterError = Extract<ParsedFilter, { kind: 'error' }>;

export class FilterChoice {
  readonly #changed: () => void;
  #text = '';
  #filter: ParsedFilter = { kind: 'everything' };
  #error: FilterError | undefined;
  #range: TimeRange | undefined;
  #shown: ParsedFilter = { kind: 'everything' };

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get text(): string {
    return this.#text;
  }

  /** The last filter that could be read: while an expression is half typed, the list stays as it was. */
  get filter(): ParsedFilter {
    return this.#filter;
  }

  get error(): FilterError | undefined {
    return this.#error;
  }

  /** The time that was selected in the scatter. */
  get range(): TimeRange | undefined {
    return this.#range;
  }

  /** Filter and selected time together: one object for as long as neither changes. */
  get shown(): ParsedFilter {
    return this.#shown;
  }

  setText(text: string): void {
    this.#text = text;
    const parsed = parseFilter(text);
    this.#error = parsed.kind === 'error' ? parsed : undefined;
    if (parsed.kind !== 'error') this.#filter = parsed;
    this.#combine();
  }

  setRange(range: TimeRange | undefined): void {
    this.#range = range;
    this.#combine();
  }

  /** Gives up whatever hides this invocation. */
  admit(tailed: TailedInvocation, source: TailSource | undefined): void {
    if (this.#filter.kind === 'filter' && !this.#filter.filter.matchesInvocation(tailed, source)) this.setText('');
    const { startedAt } = tailed.invocation;
    if (this.#range && (startedAt < this.#range.fromMs || startedAt > this.#range.toMs)) this.setRange(undefined);
  }

  #combine(): void {
    this.#shown = within(this.#filter, this.#range);
    this.#changed();
  }
}
