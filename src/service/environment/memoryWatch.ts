/** Looks at the memory of a function's processes while it runs, the more often the nearer it is to its limit. */

import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

export interface MemoryWatchOptions {
  readonly limitBytes: number;
  /** What is held now; `undefined` where that cannot be read: then nothing is watched. */
  currentBytes(): number | undefined;
  /** Called once. */
  onExceeded(): void;
  readonly clock: Clock;
}

const shortestDelayMs = 20;
const longestDelayMs = 250;
/** How fast memory is expected to be filled. A faster one overshoots the limit for one delay. */
const expectedBytesPerMs = 1024 * 1024;
/** A look may take one part of that many: below one percent of a processor, however large the tree is. */
const shareOfTime = 120;

export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  #delayMs = shortestDelayMs;
  #timer: Disposable | undefined;
  #isOver = false;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
  }

  /** Most invocations are over before the first look: they pay for one timer. */
  start(): void {
    if (this.#isOver || this.#timer !== undefined) return;
    this.#timer = this.#options.clock.after(this.#delayMs, () => this.#look());
  }

  stop(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
  }

  #look(): void {
    const { clock, limitBytes } = this.#options;
    const startedAtMs = clock.monotonic();
    const bytes = this.#options.currentBytes();
    this.#timer = undefined;
    if (bytes === undefined || bytes > limitBytes) {
      this.#isOver = true;
      if (bytes !== undefined) this.#options.onExceeded();
      return;
    }
    const costMs = clock.monotonic() - startedAtMs;
    const untilFullMs = (limitBytes - bytes) / expectedBytesPerMs;
    this.#delayMs = Math.max(Math.min(Math.max(untilFullMs, shortestDelayMs), longestDelayMs), costMs * shareOfTime);
    this.start();
  }
}
