/** Gathers the events of one Live Tail session into updates: at once when lines come, and once a second without. */

import type { LiveTailSessionLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { type Clock, sleep } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';

export interface LiveTailUpdate {
  readonly events: readonly LiveTailSessionLogEvent[];
  /** Some events were left out: there were more than an update holds. */
  readonly sampled: boolean;
}

/** AWS puts at most 500 events into an update and keeps at most 5,000 for a slow reader. */
const updateEvents = 500;
const bufferedEvents = 5000;
/** Lines that belong together travel together; a person does not notice the wait. */
const gatherMs = 30;
const heartbeatMs = 1000;

export class LiveTailQueue implements AsyncIterable<LiveTailUpdate> {
  readonly #clock: Clock;
  readonly #closed: AbortSignal;
  #events: LiveTailSessionLogEvent[] = [];
  #dropped = false;
  #arrived = new Deferred<void>();

  constructor(clock: Clock, closed: AbortSignal) {
    this.#clock = clock;
    this.#closed = closed;
  }

  push(events: readonly LiveTailSessionLogEvent[]): void {
    if (events.length === 0) return;
    this.#events.push(...events);
    if (this.#events.length > bufferedEvents) {
      this.#events.splice(0, this.#events.length - bufferedEvents);
      this.#dropped = true;
    }
    this.#arrived.resolve();
  }

  /** Ends when the signal aborts. */
  async *[Symbol.asyncIterator](): AsyncGenerator<LiveTailUpdate> {
    while (!this.#closed.aborted) {
      try {
        await this.#nextArrival();
      } catch {
        return;
      }
      const events = this.#events.splice(0, updateEvents);
      if (this.#events.length === 0) this.#arrived = new Deferred();
      yield { events, sampled: this.#dropped };
      this.#dropped = false;
    }
  }

  /** Resolves when there is something to send, or a heartbeat is due. Rejects when the session has ended. */
  async #nextArrival(): Promise<void> {
    const waiting = new AbortController();
    const stop = AbortSignal.any([this.#closed, waiting.signal]);
    try {
      const heartbeat = sleep(this.#clock, heartbeatMs, stop);
      // It is abandoned when lines come first.
      heartbeat.catch(() => {});
      await Promise.race([this.#arrived.promise, heartbeat]);
      if (this.#events.length > 0 && this.#events.length < updateEvents) await sleep(this.#clock, gatherMs, stop);
    } finally {
      waiting.abort();
    }
  }
}
