/**
 * The log of one environment: lines of the function and of the platform in one order, written in small batches, with
 * the end of the current invocation's part kept for callers who ask for it.
 */

import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { limits } from '../../lambda/limits.ts';
import type { LogLocation, LogWriter, NewLogEvent } from '../logs/logWriter.ts';

/** Lines that come close together are written together; a tail sees them this much later. */
const batchDelayMs = 10;
const batchEvents = 1000;
/** What one invocation may log. A function in a printing loop must not fill the disk. */
export const invocationLogLimitBytes = 32 * 1024 * 1024;

export type OutputSource = 'function' | 'extension';

export class EnvironmentLog {
  /** Sees every line of output as it comes, also what is left out of the log. */
  onOutput: ((source: OutputSource, message: string, timestamp: number) => void) | undefined;
  readonly location: LogLocation;
  readonly #writer: LogWriter;
  readonly #clock: Clock;
  #pending: NewLogEvent[] = [];
  #timer: Disposable | undefined;
  #lastTimestamp = 0;
  #tail: string[] = [];
  #tailLength = 0;
  #bytes = 0;
  #droppedBytes = 0;
  #droppedRecords = 0;

  constructor(location: LogLocation, writer: LogWriter, clock: Clock) {
    this.location = location;
    this.#writer = writer;
    this.#clock = clock;
  }

  /** The invocation's part begins: the tail and the limit count from here. */
  begin(): void {
    this.#tail = [];
    this.#tailLength = 0;
    this.#bytes = 0;
    this.#droppedBytes = 0;
    this.#droppedRecords = 0;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /** A line of the platform that is no part of a tail: INIT_START, and what explains the choice of the interpreter. */
  note(message: string): void {
    this.#add(message, this.#clock.now());
  }

  platform(message: string): void {
    this.#keepForTail(message);
    this.#add(message, this.#clock.now());
  }

  /** A line of the function or of an extension; `timestamp` as its writer gave it. */
  output(message: string, timestamp: number | undefined, source: OutputSource = 'function'): void {
    this.onOutput?.(source, message, timestamp ?? this.#clock.now());
    this.#bytes += message.length;
    if (this.#bytes > invocationLogLimitBytes) {
      this.#droppedBytes += message.length;
      this.#droppedRecords += 1;
      return;
    }
    this.#keepForTail(message);
    this.#add(message, timestamp ?? this.#clock.now());
  }

  /** What was left out since the invocation began, or since the last call; `undefined` when nothing was. */
  takeDropped(): { readonly bytes: number; readonly records: number } | undefined {
    if (this.#droppedBytes === 0) return undefined;
    const dropped = { bytes: this.#droppedBytes, records: this.#droppedRecords };
    this.#droppedBytes = 0;
    this.#droppedRecords = 0;
    return dropped;
  }

  /** The last 4,096 bytes of the invocation's part. */
  tail(): Uint8Array {
    return Buffer.from(this.#tail.join('')).subarray(-limits.logTailBytes);
  }

  /** Everything so far is stored when this returns. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    this.#pending = [];
    this.#writer.append(this.location, events);
  }

  #add(message: string, timestamp: number): void {
    // The process has its own view of the clock, and a pipe its delay; the order of the lines is what counts.
    this.#lastTimestamp = Math.max(this.#lastTimestamp, timestamp);
    this.#pending.push({ timestamp: this.#lastTimestamp, message });
    if (this.#pending.length >= batchEvents) this.flush();
    else this.#timer ??= this.#clock.after(batchDelayMs, () => this.flush());
  }

  #keepForTail(message: string): void {
    this.#tail.push(message);
    this.#tailLength += message.length;
    while (this.#tailLength - (this.#tail[0]?.length ?? 0) > limits.logTailBytes) {
      this.#tailLength -= this.#tail.shift()?.length ?? 0;
    }
  }
}
