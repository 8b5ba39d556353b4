/** Time under a test's control: `advance` fires what is due, in order. */

import type { Clock } from '../../src/base/clock.ts';
import { type Disposable, toDisposable } from '../../src/base/lifecycle.ts';

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

export class FakeClock implements Clock {
  #nowMs: number;
  readonly #startMs: number;
  readonly #timers = new Set<Timer>();
  #jumpedMs = 0;

  constructor(nowMs = Date.UTC(2026, 0, 15, 10, 11, 12)) {
    this.#nowMs = nowMs;
    this.#startMs = nowMs;
  }

  now(): number {
    return this.#nowMs + this.#jumpedMs;
  }

  /** The wall clock is set, or the computer slept: timers know nothing of it. */
  jump(byMs: number): void {
    this.#jumpedMs += byMs;
  }

  monotonic(): number {
    return this.#nowMs - this.#startMs;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer = { dueAt: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** How many timers wait: zero at the end of a test that cleaned up. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time, firing each timer at its own moment; promises settle between two timers. */
  async advance(byMs: number): Promise<void> {
    const until = this.#nowMs + byMs;
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueAt);
      next.callback();
      await settle();
    }
    this.#nowMs = until;
    await settle();
  }
}

/** Lets everything that is already resolved run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
