/** Log events in, invocations out: incremental, and independent of the order in which the events arrive. */

import type { InvocationRecord } from './invocationRecord.ts';
import { type InvocationSpan, invocationKey } from './invocationSpan.ts';
import type { LogEvent } from './logEvent.ts';
import { type ParsedLine, parseLogLine } from './logLine.ts';
import { LogStreamLines, type StreamChange } from './logStreamLines.ts';

export interface AssemblerOptions {
  /** How many lines are held; above it the oldest invocations are forgotten. */
  readonly capacityLines?: number;
  /** How many lines one record carries at most. */
  readonly linesPerRecord?: number;
}

/** The attempts at one request, whichever streams they ran in. Numbers stay when the first ones are forgotten. */
interface Attempts {
  spans: InvocationSpan[];
  forgotten: number;
}

interface Held {
  readonly stream: LogStreamLines;
  /** As last given out. */
  record: InvocationRecord | undefined;
  isStale: boolean;
}

export class InvocationAssembler {
  readonly #capacityLines: number;
  readonly #linesPerRecord: number;
  readonly #streams = new Map<string, LogStreamLines>();
  readonly #held = new Map<InvocationSpan, Held>();
  readonly #attempts = new Map<string, Attempts>();
  readonly #eventIds = new Set<string>();
  #removedKeys: string[] = [];

  constructor(options: AssemblerOptions = {}) {
    this.#capacityLines = options.capacityLines ?? Number.POSITIVE_INFINITY;
    this.#linesPerRecord = options.linesPerRecord ?? Number.POSITIVE_INFINITY;
  }

  get lineCount(): number {
    return this.#eventIds.size;
  }

  /** Returns the invocations that are new or changed. An event whose id is held already changes nothing. */
  add(events: readonly LogEvent[]): readonly InvocationRecord[] {
    return this.addParsed(events.map(parseLogLine));
  }

  /** As `add`, for callers that need the lines themselves too. */
  addParsed(lines: readonly ParsedLine[]): readonly InvocationRecord[] {
    const dirty = new Set<string>();
    for (const [stream, added] of this.#byStream(lines)) this.#apply(stream, stream.add(added), dirty);
    if (this.lineCount > this.#capacityLines) this.#shrink(this.#capacityLines * 0.9, dirty);
    return this.#refresh(dirty);
  }

  /** Every invocation held, oldest first. */
  records(): readonly InvocationRecord[] {
    const records: InvocationRecord[] = [];
    for (const { record } of this.#held.values()) if (record) records.push(record);
    return records.sort((a, b) => a.startedAt - b.startedAt || (a.key < b.key ? -1 : 1));
  }

  /** Forgets the oldest invocations until at most `lines` lines are held. Returns what changed without going. */
  trimTo(lines: number): readonly InvocationRecord[] {
    if (this.lineCount <= lines) return [];
    const dirty = new Set<string>();
    this.#shrink(lines, dirty);
    return this.#refresh(dirty);
  }

  /** Keys that were given out and are no more: forgotten, or a late line showed that they were no invocation. */
  takeRemoved(): readonly string[] {
    const removed = this.#removedKeys;
    this.#removedKeys = [];
    return removed;
  }

  clear(): void {
    this.#streams.clear();
    this.#held.clear();
    this.#attempts.clear();
    this.#eventIds.clear();
    this.#removedKeys = [];
  }

  #byStream(lines: readonly ParsedLine[]): ReadonlyMap<LogStreamLines, ParsedLine[]> {
    const groups = new Map<LogStreamLines, ParsedLine[]>();
    for (const parsed of lines) {
      const { eventId, logGroupName, logStreamName } = parsed.line.event;
      if (this.#eventIds.has(eventId)) continue;
      this.#eventIds.add(eventId);
      const key = `${logGroupName}\n${logStreamName}`;
      let stream = this.#streams.get(key);
      if (!stream) {
        stream = new LogStreamLines(logGroupName, logStreamName);
        this.#streams.set(key, stream);
      }
      const group = groups.get(stream);
      if (group) group.push(parsed);
      else groups.set(stream, [parsed]);
    }
    return groups;
  }

  #apply(stream: LogStreamLines, change: StreamChange, dirty: Set<string>): void {
    for (const span of change.removed) this.#drop(stream, span, dirty);
    for (const span of change.changed) {
      const id = attemptsKey(stream, span);
      dirty.add(id);
      const held = this.#held.get(span);
      if (held) {
        held.isStale = true;
        continue;
      }
      this.#held.set(span, { stream, record: undefined, isStale: true });
      const attempts = this.#attempts.get(id);
      if (attempts) attempts.spans.push(span);
      else this.#attempts.set(id, { spans: [span], forgotten: 0 });
    }
  }

  /** Takes a span out of the books; its key is gone unless `#refresh` gives it out again. */
  #drop(stream: LogStreamLines, span: InvocationSpan, dirty: Set<string>): void {
    const id = attemptsKey(stream, span);
    const record = this.#held.get(span)?.record;
    this.#held.delete(span);
    const attempts = this.#attempts.get(id);
    if (attempts) attempts.spans = attempts.spans.filter((other) => other !== span);
    if (record) this.#removedKeys.push(record.key);
    dirty.add(id);
  }

  /** Makes the records of the touched requests anew, numbering their attempts by time. */
  #refresh(dirty: ReadonlySet<string>): readonly InvocationRecord[] {
    const changed: InvocationRecord[] = [];
    for (const id of dirty) {
      const attempts = this.#attempts.get(id);
      if (!attempts) continue;
      if (attempts.spans.length === 0) this.#attempts.delete(id);
      attempts.spans.sort((a, b) => a.startedAt - b.startedAt || this.#compareStreams(a, b));
      attempts.spans.forEach((span, index) => {
        const held = this.#held.get(span);
        const attempt = attempts.forgotten + index + 1;
        if (!held || (!held.isStale && held.record?.attempt === attempt)) return;
        const { logGroupName, logStreamName } = held.stream;
        held.record = span.toRecord(logGroupName, logStreamName, attempt, this.#linesPerRecord);
        held.isStale = false;
        changed.push(held.record);
      });
    }
    if (this.#removedKeys.length > 0) {
      const given = new Set(changed.map((record) => record.key));
      this.#removedKeys = this.#removedKeys.filter((key) => !given.has(key));
    }
    return changed;
  }

  #compareStreams(a: InvocationSpan, b: InvocationSpan): number {
    const first = this.#held.get(a)?.stream.logStreamName ?? '';
    const second = this.#held.get(b)?.stream.logStreamName ?? '';
    return first < second ? -1 : first > second ? 1 : 0;
  }

  /** Forgets whole invocations, oldest first; the last one standing loses its oldest lines instead. */
  #shrink(lines: number, dirty: Set<string>): void {
    const spans = [...this.#held].sort(([a], [b]) => a.startedAt - b.startedAt);
    const newest = spans.pop();
    const horizon = newest?.[0].startedAt ?? Number.POSITIVE_INFINITY;
    for (const stream of this.#streams.values()) {
      if (this.lineCount <= lines) break;
      if ((stream.pendingSince ?? horizon) < horizon) this.#forget(stream.evictPending());
    }
    for (const [span, { stream }] of spans) {
      if (this.lineCount <= lines) break;
      this.#forget(stream.evict(span));
      const attempts = this.#attempts.get(attemptsKey(stream, span));
      if (attempts) attempts.forgotten += 1;
      this.#drop(stream, span, dirty);
    }
    if (newest && this.lineCount > lines) {
      const [span, { stream }] = newest;
      const { forgotten, change } = stream.shorten(span, this.lineCount - Math.floor(lines));
      this.#forget(forgotten);
      this.#apply(stream, change, dirty);
    }
    for (const [key, stream] of this.#streams) if (stream.length === 0) this.#streams.delete(key);
  }

  #forget(events: readonly LogEvent[]): void {
    for (const event of events) this.#eventIds.delete(event.eventId);
  }
}

/** All invocations in a set of log events, oldest first. */
export function assembleInvocations(events: readonly LogEvent[]): readonly InvocationRecord[] {
  const assembler = new InvocationAssembler();
  assembler.add(events);
  return assembler.records();
}

function attemptsKey(stream: LogStreamLines, span: InvocationSpan): string {
  return invocationKey(stream.logGroupName, span.requestId);
}
