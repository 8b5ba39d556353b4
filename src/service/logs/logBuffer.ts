/** Gathers what execution environments log and stores it together: one transaction for all of them, behind their answers. */

import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import type { LogStore } from './logStore.ts';
import type { LogBatch, LogLocation, LogWriter, NewLogEvent } from './logWriter.ts';

/** A `kill -9` of the service loses what functions logged during this time. */
const storeAfterMs = 10;
/** A flood is stored before it fills the memory. */
const mostEvents = 5000;

export class LogBuffer implements LogWriter, Disposable {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #log: Log;
  #batches: LogBatch[] = [];
  #events = 0;
  #timer: Disposable | undefined;

  constructor(store: LogStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  append(location: LogLocation, events: readonly NewLogEvent[]): void {
    this.#batches.push({ location, events });
    this.#events += events.length;
    if (this.#events >= mostEvents) this.#flushUnasked();
    else this.#timer ??= this.#clock.after(storeAfterMs, () => this.#flushUnasked());
  }

  /** Everything so far is stored, and live readers were told, when this returns. Whoever reads logs calls it before. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#batches.length === 0) return;
    const batches = this.#batches;
    this.#batches = [];
    this.#events = 0;
    this.#store.appendAll(batches);
  }

  dispose(): void {
    this.#flushUnasked();
  }

  /** Nobody waits for it who could be told that it failed. */
  #flushUnasked(): void {
    try {
      this.flush();
    } catch (error) {
      this.#log.error('Log lines of functions could not be stored', error);
    }
  }
}
