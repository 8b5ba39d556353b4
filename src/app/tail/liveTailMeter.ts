/** Counts the minutes of paid Live Tail sessions, begun ones in full, and says what they come to. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import type { LiveTailUse } from '../../protocol/logPanel.ts';

const minuteMs = 60_000;
const minuteUSD = 0.01;
const priceNote =
  'Live Tail costs $0.01 per minute; the first 1,800 minutes of a month are free (Amazon CloudWatch pricing, us-east-1, 2026-09).';

export class LiveTailMeter implements Disposable {
  readonly #clock: Clock;
  readonly #onChange: (use: LiveTailUse) => void;
  readonly #timer = new MutableDisposable();
  #minutes = 0;

  /** `onChange` is told every minute of a session. */
  constructor(clock: Clock, onChange: (use: LiveTailUse) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  use(isOn: boolean): LiveTailUse {
    return { isOn, minutes: this.#minutes, costUSD: Math.round(this.#minutes * minuteUSD * 100) / 100, priceNote };
  }

  /** A session is open. One that is counted already goes on. */
  begin(): void {
    if (this.#timer.value === undefined) this.#countMinute();
  }

  end(): void {
    this.#timer.value = undefined;
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #countMinute(): void {
    this.#minutes += 1;
    this.#timer.value = this.#clock.after(minuteMs, () => {
      this.#timer.value = undefined;
      this.#countMinute();
    });
    this.#onChange(this.use(true));
  }
}
