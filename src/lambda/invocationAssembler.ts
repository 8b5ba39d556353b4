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

export interface RemovedKeys {
  /** The capacity was reached. */
  readonly forgotten: readonly string[];
  /** A late line showed that this was no invocation of its own. */
  readonly dissolved: readonly string[];
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
  #forgottenKeys: string[] = [];
  #dissolvedKeys: string[] = [];

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
    if (this.lineCount > this.#capacityLines) this.#shrink(this.#capacityLines, dirty);
    return this.#refresh(dirty);
  }

  /** Every invocation held, oldest first. */
  records(): readonly InvocationRecord[] {
    const records: InvocationRecord[] = [];
    for (const { record } of this.#held.values()) if (record) records.push(record);
    return records.sort((a, b) => a.startedAt - b.startedAt || (a.key < b.key ? -1 : 1));
  }

  /** Forgets the oldest invocations if more lines than this are held. Returns those that changed without going. */
  trimTo(capacityLines: number): readonly InvocationRecord[] {
    if (this.lineCount <= capacityLines) return [];
    const dirty = new Set<string>();
    this.#shrink(capacityLines, dirty);
    return this.#refresh(dirty);
  }

  /** Keys that were given out and are no more, since the last call. */
  takeRemoved(): RemovedKeys {
    const removed = { forgotten: this.#forgottenKeys, dissolved: this.#dissolvedKeys };
    this.#forgottenKeys = [];
    this.#dissolvedKeys = [];
    return removed;
  }

  clear(): void {
    this.#streams.clear();
    this.#held.clear();
    this.#attempts.clear();
    this.#eventIds.clear();
    this.#forgottenKeys = [];
    this.#dissolvedKeys = [];
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
    for (const span of change.removed) this.#drop(stream, span, dirty, this.#dissolvedKeys);
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
  #drop(stream: LogStreamLines, span: InvocationSpan, dirty: Set<string>, keys: string[]): void {
    const id = attemptsKey(stream, span);
    const record = this.#held.get(span)?.record;
    this.#held.delete(span);
    const attempts = this.#attempts.get(id);
    if (attempts) attempts.spans = attempts.spans.filter((other) => other !== span);
    if (record) keys.push(record.key);
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
    if (this.#dissolvedKeys.length > 0) {
      const given = new Set(changed.map((record) => record.key));
      this.#dissolvedKeys = this.#dissolvedKeys.filter((key) => !given.has(key));
    }
    return changed;
  }

  #compareStreams(a: InvocationSpan, b: InvocationSpan): number {
    const first = this.#held.get(a)?.stream.logStreamName ?? '';
    const second = this.#held.get(b)?.stream.logStreamName ?? '';
    return first < second ? -1 : first > second ? 1 : 0;
  }

  /**
   * Forgets whole invocations, oldest first; the last one standing loses its oldest lines instead.
   * Makes a tenth of room beyond what is needed, so that a full log is not sorted for every new line.
   */
  #shrink(capacityLines: number, dirty: Set<string>): void {
    const lines = Math.floor(capacityLines * 0.9);
    const spans = [...this.#held].sort(([a], [b]) => a.startedAt - b.startedAt);
    const newest = spans.pop();
    const horizon = newest?.[0].startedAt ?? Number.POSITIVE_INFINITY;
    for (const stream of this.#streams.values()) {
      if (this.lineCount <= lines) break;
      if ((stream.pendingSince ?? horizon) < horizon) this.#forget(stream.evictPending());
    }
    let surplus = this.lineCount - lines;
    const leaving = new Map<LogStreamLines, Set<InvocationSpan>>();
    for (const [span, { stream }] of spans) {
      if (surplus <= 0) break;
      surplus -= span.lines.length;
      const others = leaving.get(stream);
      if (others) others.add(span);
      else leaving.set(stream, new Set([span]));
      const attempts = this.#attempts.get(attemptsKey(stream, span));
      if (attempts) attempts.forgotten += 1;
      this.#drop(stream, span, dirty, this.#forgottenKeys);
    }
    for (const [stream, gone] of leaving) this.#forget(stream.evict(gone));
    if (newest && this.lineCount > lines) {
      const [span, { stream }] = newest;
      const { forgotten, change } = stream.shorten(span, this.lineCount - lines);
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
