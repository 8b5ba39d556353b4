/** The filter for what stands beside the list (figures, totals): it follows a moment later, so that a key is answered before it is counted. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { ParsedFilter } from '../../lambda/logFilter.ts';

/** Longer than drawing the list takes, shorter than anyone waits for a figure; in milliseconds. */
const settleMs = 60;

export class SettledFilter implements Disposable {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #timer = new MutableDisposable();
  #asked: ParsedFilter | undefined;
  #settled: ParsedFilter | undefined;

  /** `changed` is called once a filter that was asked for has settled. */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** The filter itself where it stood long enough, until then the one before. The first is taken at once. */
  of(filter: ParsedFilter): ParsedFilter {
    this.#settled ??= filter;
    if (filter === this.#asked) return this.#settled;
    this.#asked = filter;
    if (filter === this.#settled) this.#timer.value = undefined;
    else this.#timer.value = this.#clock.after(settleMs, () => this.#settle(filter));
    return this.#settled;
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #settle(filter: ParsedFilter): void {
    this.#timer.value = undefined;
    this.#settled = filter;
    this.#changed();
  }
}
