/**
 * One subscription: gathers events into batches and sends them in order, one batch at a time. A subscriber that is too
 * slow, or not there, loses batches; the next one tells it how much.
 */

import { type Clock, sleep } from '../../../base/clock.ts';
import { Deferred } from '../../../base/deferred.ts';
import type { Disposable } from '../../../base/lifecycle.ts';
import type { Log } from '../../../base/log.ts';
import type { SubscriptionRequest, TelemetryDestination } from './subscriptionRequest.ts';
import type { TelemetryEvent } from './telemetryEvent.ts';

/** Sends batches to a destination in the environment. */
export interface TelemetrySender {
  /** `events` are JSON texts. Rejects when the destination did not take them. */
  send(events: readonly string[], signal: AbortSignal): Promise<void>;
  close(): void;
}

export type OpenSender = (destination: TelemetryDestination) => TelemetrySender;

export interface TelemetrySubscriptionOptions {
  readonly isJsonFormat: boolean;
  readonly openSender: OpenSender;
  readonly clock: Clock;
  readonly log: Log;
}

interface Batch {
  readonly events: string[];
  bytes: number;
}

/** Batches that wait for the one that is being sent. */
const waitingBatches = 4;
const attempts = 3;
const retryMs = 100;
const attemptDeadlineMs = 2000;
/** Lambda's words. */
const dropReason = 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.';

export class TelemetrySubscription {
  readonly #request: SubscriptionRequest;
  readonly #options: TelemetrySubscriptionOptions;
  readonly #sender: TelemetrySender;
  readonly #closing = new AbortController();
  readonly #waiting: Batch[] = [];
  #batch: Batch = { events: [], bytes: 0 };
  #timer: Disposable | undefined;
  #sending: Promise<void> | undefined;
  #dropped = { bytes: 0, records: 0 };

  constructor(request: SubscriptionRequest, options: TelemetrySubscriptionOptions) {
    this.#request = request;
    this.#options = options;
    this.#sender = options.openSender(request.destination);
  }

  /** Takes the event when its type was subscribed. */
  offer(event: TelemetryEvent): void {
    if (!this.#request.types.includes(event.type)) return;
    const text = this.#request.schema(event, this.#options.isJsonFormat);
    if (text === undefined) return;
    this.#add(text);
    if (this.#batch.events.length >= this.#request.maxItems || this.#batch.bytes >= this.#request.maxBytes) {
      this.#cut();
    } else {
      this.#timer ??= this.#options.clock.after(this.#request.timeoutMs, () => this.#cut());
    }
  }

  /** Sends what was gathered. Resolves when everything was taken or given up, and after `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    this.#cut();
    if (this.#sending === undefined) return;
    const late = new Deferred<void>();
    const timer = this.#options.clock.after(deadlineMs, () => late.resolve());
    await Promise.race([this.#sending, late.promise]);
    timer.dispose();
  }

  /** Gives up what was not sent. */
  close(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#waiting.length = 0;
    this.#closing.abort();
    this.#sender.close();
  }

  #add(text: string): void {
    this.#batch.events.push(text);
    this.#batch.bytes += Buffer.byteLength(text);
  }

  #cut(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#batch.events.length === 0 || this.#closing.signal.aborted) return;
    if (this.#waiting.length >= waitingBatches) this.#drop(this.#batch);
    else this.#waiting.push(this.#batch);
    this.#batch = { events: [], bytes: 0 };
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const batch = this.#waiting.shift();
      if (batch === undefined || this.#closing.signal.aborted) return;
      if (this.#dropped.records > 0) batch.events.push(this.#droppedRecord());
      if (!(await this.#isTaken(batch))) this.#drop(batch);
    }
  }

  async #isTaken({ events }: Batch): Promise<boolean> {
    const { clock, log } = this.#options;
    const { signal } = this.#closing;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const late = new AbortController();
      const timer = clock.after(attemptDeadlineMs, () => late.abort());
      try {
        await this.#sender.send(events, AbortSignal.any([signal, late.signal]));
        return true;
      } catch (error) {
        log.debug('A batch of telemetry was not taken', error);
      } finally {
        timer.dispose();
      }
      if (attempt === attempts) return false;
      await sleep(clock, retryMs * attempt, signal).catch(() => {});
    }
    return false;
  }

  #drop(batch: Batch): void {
    this.#dropped.bytes += batch.bytes;
    this.#dropped.records += batch.events.length;
  }

  #droppedRecord(): string {
    const { bytes, records } = this.#dropped;
    this.#dropped = { bytes: 0, records: 0 };
    const record = { reason: dropReason, droppedRecords: records, droppedBytes: bytes };
    return JSON.stringify({
      time: new Date(this.#options.clock.now()).toISOString(),
      type: 'platform.logsDropped',
      record,
    });
  }
}
