/** What the strip above the list shows: points and figures of the invocations that pass the filter, taken anew now and then. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { ParsedFilter } from '../../lambda/logFilter.ts';
import type { TailStatistics } from '../../protocol/logPanel.ts';
import type { LogStore } from './logStore.ts';
import { RowStatistics } from './rowStatistics.ts';
import { pointsOf, type ScatterPoint, type TimeRange } from './scatterPoints.ts';

export interface StripContent {
  readonly points: readonly ScatterPoint[];
  readonly statistics: TailStatistics;
}

/** Figures that change more often than this cannot be read; in milliseconds. */
const intervalMs = 250;

export class StripModel implements Disposable {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #statistics = new RowStatistics();
  readonly #timer = new MutableDisposable();
  #content: StripContent | undefined;
  #taken: readonly unknown[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;

  /** `changed` is called when content that was given out may be taken anew. */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** The points are those of the filter; the figures, those of the selected range within it. */
  content(store: LogStore, filter: ParsedFilter, range: TimeRange | undefined): StripContent {
    const asked = [filter, range, store.sources, store.invocationVersion];
    const choice = asked.slice(0, 3);
    const sameChoice = choice.every((part, index) => part === this.#taken[index]);
    const isSame = sameChoice && asked[3] === this.#taken[3];
    const isTooSoon = sameChoice && this.#clock.monotonic() - this.#takenAt < intervalMs;
    if (!isSame && isTooSoon) this.#timer.value = this.#clock.after(intervalMs, this.#changed);
    if (this.#content && (isSame || isTooSoon)) return this.#content;
    this.#taken = asked;
    this.#takenAt = this.#clock.monotonic();
    const passed = store.shown(filter).ascending;
    const selected = range ? passed.filter(({ invocation }) => isWithin(invocation.startedAt, range)) : passed;
    this.#content = { points: pointsOf(passed), statistics: this.#statistics.update(selected, store.sources) };
    return this.#content;
  }

  dispose(): void {
    this.#timer.dispose();
  }
}

function isWithin(timeMs: number, { fromMs, toMs }: TimeRange): boolean {
  return timeMs >= fromMs && timeMs <= toMs;
}
