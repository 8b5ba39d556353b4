/** Removes log events that are older than their group keeps them: at the start, every hour, and when a retention is set. */

import type { Clock } from '../../base/clock.ts';
import { type Disposable, MutableDisposable } from '../../base/lifecycle.ts';
import { expiredBefore } from './logGroup.ts';
import type { LogStore } from './logStore.ts';

const hourMs = 3_600_000;
/** So many at once: requests and invocations get their turn between two bites. */
const biteEvents = 5000;

export class RetentionSweeper implements Disposable {
  readonly #logs: LogStore;
  readonly #clock: Clock;
  readonly #timer = new MutableDisposable<Disposable>();
  #disposed = false;

  constructor(logs: LogStore, clock: Clock) {
    this.#logs = logs;
    this.#clock = clock;
  }

  /** Removes a first part now, the rest soon, and looks again in an hour. */
  sweep(): void {
    if (this.#disposed) return;
    let left = biteEvents;
    for (const { groupId, days } of this.#logs.retentions()) {
      left -= this.#logs.expire(groupId, expiredBefore(this.#clock.now(), days), left);
      if (left === 0) break;
    }
    this.#timer.value = this.#clock.after(left === 0 ? 0 : hourMs, () => this.sweep());
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
  }
}
