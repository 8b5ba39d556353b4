/** Tells the host every change of the draft, soon but not at every keystroke, and at once when the panel may vanish. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';

export class DraftKeeper implements Disposable {
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #keep: () => void;
  readonly #timer = new MutableDisposable<Disposable>();
  #isDirty = false;

  constructor(clock: Clock, delayMs: number, keep: () => void) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#keep = keep;
  }

  /** The draft changed. Kept at the end of the delay that began with the first change. */
  touch(): void {
    if (this.#isDirty) return;
    this.#isDirty = true;
    this.#timer.value = this.#clock.after(this.#delayMs, () => this.flush());
  }

  flush(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#timer.value = undefined;
    this.#keep();
  }

  dispose(): void {
    this.#timer.dispose();
  }
}
