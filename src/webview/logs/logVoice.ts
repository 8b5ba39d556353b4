/** What the log panel says to a screen reader: what was done at once, what arrived now and then. */

import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { Announcer } from '../ui/announcer.ts';
import { plural } from '../ui/moments.ts';

/** So that a busy log can be listened to; in milliseconds. */
const arrivalsIntervalMs = 5000;

export class LogVoice implements Disposable {
  readonly #announcer: Announcer;
  readonly #changed: () => void;
  #sentence = '';

  constructor(clock: Clock, changed: () => void) {
    this.#changed = changed;
    this.#announcer = new Announcer(clock, arrivalsIntervalMs, (sentence) => this.say(sentence));
  }

  /** For an element with `aria-live`. */
  get sentence(): string {
    return this.#sentence;
  }

  say(sentence: string): void {
    this.#sentence = sentence;
    this.#changed();
  }

  tellArrivals(lines: number, failures: number): void {
    if (lines === 0) return;
    const failed = failures > 0 ? `, ${plural(failures, 'failed invocation')}` : '';
    this.#announcer.announce(`${plural(lines, 'new line')}${failed}`);
  }

  dispose(): void {
    this.#announcer.dispose();
  }
}
