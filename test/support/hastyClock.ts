/** The real clock, but for long waits of the test's choice: they are over as soon as something has happened. */

import { type Clock, systemClock } from '../../src/base/clock.ts';
import { type Disposable, toDisposable } from '../../src/base/lifecycle.ts';

export class HastyClock implements Clock {
  /** What was skipped so far. */
  #skippedMs = 0;
  readonly #isOver: (delayMs: number) => boolean | undefined;
  readonly #moves: boolean;

  /**
   * `isOver` says of a wait whether it may end now; `undefined` of those that take their time. Asked again and again.
   * Without `moves`, the time that is told goes on as it is: processes have clocks of their own.
   */
  constructor(isOver: (delayMs: number) => boolean | undefined, { moves } = { moves: true }) {
    this.#isOver = isOver;
    this.#moves = moves;
  }

  now(): number {
    return systemClock.now() + this.#skippedMs;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#skippedMs;
  }

  after(delayMs: number, callback: () => void): Disposable {
    if (this.#isOver(delayMs) === undefined) return systemClock.after(delayMs, callback);
    const untilMs = this.monotonic() + delayMs;
    let timer: Disposable;
    const look = () => {
      if (this.#isOver(delayMs) !== true) {
        timer = systemClock.after(5, look);
        return;
      }
      if (this.#moves) this.#skippedMs += Math.max(0, untilMs - this.monotonic());
      callback();
    };
    timer = systemClock.after(5, look);
    return toDisposable(() => timer.dispose());
  }
}
