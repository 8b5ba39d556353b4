/** A live region that speaks at most once in a while: what came in between is replaced by the newest sentence. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';

export class Announcer implements Disposable {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #say: (sentence: string) => void;
  readonly #timer = new MutableDisposable<Disposable>();
  #spokenAt = Number.NEGATIVE_INFINITY;
  #waiting: string | undefined;

  /** `say` puts the sentence into an element with `aria-live`. */
  constructor(clock: Clock, intervalMs: number, say: (sentence: string) => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#say = say;
  }

  announce(sentence: string): void {
    const dueIn = this.#spokenAt + this.#intervalMs - this.#clock.monotonic();
    if (dueIn <= 0) {
      this.#speak(sentence);
      return;
    }
    if (this.#waiting === undefined) this.#timer.value = this.#clock.after(dueIn, () => this.#speakWaiting());
    this.#waiting = sentence;
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #speakWaiting(): void {
    const sentence = this.#waiting;
    this.#waiting = undefined;
    if (sentence !== undefined) this.#speak(sentence);
  }

  #speak(sentence: string): void {
    this.#spokenAt = this.#clock.monotonic();
    this.#say(sentence);
  }
}
