/** The log as the view holds it: a copy of what the host holds, kept in step by batches. */

import type { InvocationRecord } from '../../lambda/invocationRecord.ts';
import type {
  LogBatch,
  LogSnapshot,
  LogThresholds,
  TailedInvocation,
  TailedLine,
  TailSource,
} from '../../protocol/logPanel.ts';

// The host bounds its lines, not its invocations; a view with more rows than this is no help to anyone.
const mostInvocations = 10_000;

export class LogStore {
  #sources: readonly TailSource[] = [];
  #thresholds: LogThresholds = { slowShareOfTimeout: 0.5, memoryShare: 0.8 };
  #lines: TailedLine[] = [];
  /** Number of the first entry in `#lines`. */
  #firstNumber = 0;
  #dropped = 0;
  #sequence = 0;
  readonly #invocations = new Map<string, TailedInvocation>();
  readonly #byRequest = new Map<string, TailedInvocation>();
  #version = 0;
  #epoch = 0;

  get sources(): readonly TailSource[] {
    return this.#sources;
  }

  get thresholds(): LogThresholds {
    return this.#thresholds;
  }

  /** How many lines the host has forgotten. */
  get dropped(): number {
    return this.#dropped;
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  get firstNumber(): number {
    return this.#firstNumber;
  }

  /** Changes whenever an invocation does. */
  get invocationVersion(): number {
    return this.#version;
  }

  /** Changes when lines were replaced rather than added. */
  get epoch(): number {
    return this.#epoch;
  }

  line(number: number): TailedLine | undefined {
    return this.#lines[number - this.#firstNumber];
  }

  source(id: string): TailSource | undefined {
    return this.#sources.find((source) => source.id === id);
  }

  /** True where the function's name alone does not tell which one is meant: it is tailed on two targets. */
  hasNamesake(source: TailSource): boolean {
    return this.#sources.some((other) => other.id !== source.id && other.functionName === source.functionName);
  }

  get invocationCount(): number {
    return this.#invocations.size;
  }

  /** In the order they were first seen. */
  invocations(): IterableIterator<TailedInvocation> {
    return this.#invocations.values();
  }

  invocation(rowKey: string): TailedInvocation | undefined {
    return this.#invocations.get(rowKey);
  }

  /** The invocation that a line belongs to. */
  invocationOf(line: TailedLine): TailedInvocation | undefined {
    return line.line.requestId === undefined
      ? undefined
      : this.#byRequest.get(`${line.sourceId} ${line.line.requestId}`);
  }

  /**
   * Takes the host's word for everything. Lines that were held already keep their numbers, so that a reader stays where he
   * was. Returns false when none was: the numbers then go on behind the old ones, and never name other lines.
   */
  replace(snapshot: LogSnapshot): boolean {
    const first = this.#numberOfFirst(snapshot.lines);
    this.#firstNumber = first ?? this.#firstNumber + this.#lines.length;
    this.#lines = [...snapshot.lines];
    this.#epoch += 1;
    this.#invocations.clear();
    this.#byRequest.clear();
    this.#sources = snapshot.sources;
    this.#thresholds = snapshot.thresholds;
    this.#dropped = snapshot.dropped;
    this.#sequence = snapshot.sequence;
    this.#put(snapshot.invocations);
    return first !== undefined;
  }

  /** Returns false for a batch that does not follow the last one: the caller asks for a snapshot. */
  append(batch: LogBatch): boolean {
    if (batch.sequence <= this.#sequence) return true;
    if (batch.sequence !== this.#sequence + 1) return false;
    this.#sequence = batch.sequence;
    for (const line of batch.lines) this.#lines.push(line);
    this.#forget(batch.dropped - this.#dropped);
    this.#dropped = batch.dropped;
    this.#put(batch.invocations);
    return true;
  }

  setSources(sources: readonly TailSource[]): void {
    const kept = new Set(sources.map((source) => source.id));
    const isHeld = (entry: { readonly sourceId: string }) => kept.has(entry.sourceId);
    if (!this.#lines.every(isHeld)) {
      this.#firstNumber += this.#lines.length;
      this.#lines = this.#lines.filter(isHeld);
      this.#epoch += 1;
    }
    for (const [key, invocation] of this.#invocations) if (!isHeld(invocation)) this.#remove(key, invocation);
    this.#sources = sources;
    this.#version += 1;
  }

  /** Empties the view at once; the host's own answer follows. */
  clear(): void {
    this.#firstNumber += this.#lines.length;
    this.#lines = [];
    this.#invocations.clear();
    this.#byRequest.clear();
    this.#dropped = 0;
    this.#epoch += 1;
    this.#version += 1;
  }

  #put(invocations: readonly TailedInvocation[]): void {
    if (invocations.length === 0) return;
    for (const tailed of invocations) {
      this.#invocations.set(rowKeyOf(tailed), tailed);
      this.#byRequest.set(`${tailed.sourceId} ${tailed.invocation.requestId}`, tailed);
    }
    for (const [key, invocation] of this.#invocations) {
      if (this.#invocations.size <= mostInvocations) break;
      this.#remove(key, invocation);
    }
    this.#version += 1;
  }

  /** By the newest line that is in both; lines are in order of time on both sides. */
  #numberOfFirst(lines: readonly TailedLine[]): number | undefined {
    const held = new Map(this.#lines.map((line, place) => [eventKeyOf(line), this.#firstNumber + place]));
    for (let place = lines.length - 1; place >= 0 && held.size > 0; place -= 1) {
      const line = lines[place];
      const number = line && held.get(eventKeyOf(line));
      if (number !== undefined) return number - place;
    }
    return undefined;
  }

  #remove(key: string, tailed: TailedInvocation): void {
    this.#invocations.delete(key);
    this.#byRequest.delete(`${tailed.sourceId} ${tailed.invocation.requestId}`);
  }

  #forget(count: number): void {
    if (count <= 0) return;
    const gone = Math.min(count, this.#lines.length);
    this.#lines.splice(0, gone);
    this.#firstNumber += gone;
  }
}

function eventKeyOf({ sourceId, line }: TailedLine): string {
  return `${sourceId} ${line.event.eventId}`;
}

/** Unique over all sources: the same log group may be tailed on two targets. */
export function rowKeyOf(tailed: { readonly sourceId: string; readonly invocation: InvocationRecord }): string {
  return `${tailed.sourceId} ${tailed.invocation.key}`;
}
