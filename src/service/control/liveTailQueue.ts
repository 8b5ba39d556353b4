/**
 * Gathers the events of one Live Tail session into updates: at once when lines come, and once a second without. Of more than
 * 500 events a second, a sample is sent; of more than 5,000 that wait for a slow reader, the oldest are dropped.
 */

import type { LiveTailSessionLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { type Clock, sleep } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';

export interface LiveTailUpdate {
  readonly events: readonly LiveTailSessionLogEvent[];
  /** Some events were left out since the update before. */
  readonly sampled: boolean;
}

/** AWS sends at most 500 events in an update and in a second, and keeps at most 5,000 for a slow reader. */
const updateEvents = 500;
const secondMs = 1000;
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
  /** When the running second began, and how many events it has had. */
  #secondSince = Number.NEGATIVE_INFINITY;
  #secondEvents = 0;

  constructor(clock: Clock, closed: AbortSignal) {
    this.#clock = clock;
    this.#closed = closed;
  }

  push(events: readonly LiveTailSessionLogEvent[]): void {
    if (events.length === 0) return;
    this.#events.push(...this.#sample(events));
    if (this.#events.length > bufferedEvents) {
      this.#events.splice(0, this.#events.length - bufferedEvents);
      this.#dropped = true;
    }
    this.#arrived.resolve();
  }

  /** As many as the running second has left, evenly from all of them. */
  #sample(events: readonly LiveTailSessionLogEvent[]): readonly LiveTailSessionLogEvent[] {
    const now = this.#clock.monotonic();
    if (now - this.#secondSince >= secondMs) {
      this.#secondSince = now;
      this.#secondEvents = 0;
    }
    const left = Math.min(updateEvents - this.#secondEvents, events.length);
    this.#secondEvents += left;
    if (left === events.length) return events;
    this.#dropped = true;
    const step = events.length / left;
    return Array.from({ length: left }, (_, index) => events[Math.floor(index * step)] ?? {});
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
