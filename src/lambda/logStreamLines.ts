/**
 * One log stream in order of time, divided into invocations. An environment runs one request after the other, so a line
 * without a request id belongs to the request that its place in the stream says.
 */

import { InvocationSpan } from './invocationSpan.ts';
import type { LogEvent } from './logEvent.ts';
import type { ParsedLine } from './logLine.ts';

interface Entry {
  readonly parsed: ParsedLine;
  span: InvocationSpan | undefined;
}

/** What changed in a stream: spans with new lines, and spans that are no more. */
export interface StreamChange {
  readonly changed: ReadonlySet<InvocationSpan>;
  readonly removed: ReadonlySet<InvocationSpan>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export class LogStreamLines {
  readonly logGroupName: string;
  readonly logStreamName: string;
  #entries: Entry[] = [];
  #spans: InvocationSpan[] = [];
  /** The latest span of each request: a retry under the same id replaces the attempt before. */
  #latest = new Map<string, InvocationSpan>();
  #current: InvocationSpan | undefined;
  /** Lines that wait for the request they belong to: everything from INIT_START to the next START. */
  #pending: Entry[] = [];
  #isInitialising = false;

  constructor(logGroupName: string, logStreamName: string) {
    this.logGroupName = logGroupName;
    this.logStreamName = logStreamName;
  }

  get length(): number {
    return this.#entries.length;
  }

  get spans(): readonly InvocationSpan[] {
    return this.#spans;
  }

  /** Time of the oldest line that belongs to no request yet. */
  get pendingSince(): number | undefined {
    return this.#pending[0]?.parsed.line.event.timestamp;
  }

  /** Takes lines in any order; the division is the same as if they had come in order. */
  add(lines: readonly ParsedLine[]): StreamChange {
    const added = lines.map((parsed): Entry => ({ parsed, span: undefined })).sort(compareEntries);
    const last = this.#entries.at(-1);
    const first = added[0];
    if (last && first && compareEntries(first, last) < 0) {
      this.#entries = this.#entries.concat(added).sort(compareEntries);
      return this.#divideAgain();
    }
    const changed = new Set<InvocationSpan>();
    for (const entry of added) {
      this.#entries.push(entry);
      this.#place(entry, changed);
    }
    return { changed, removed: new Set() };
  }

  /** Forgets invocations and their lines. */
  evict(spans: ReadonlySet<InvocationSpan>): readonly LogEvent[] {
    this.#spans = this.#spans.filter((span) => !spans.has(span));
    for (const span of spans) if (this.#latest.get(span.requestId) === span) this.#latest.delete(span.requestId);
    if (this.#current && spans.has(this.#current)) this.#current = undefined;
    return this.#remove((entry) => entry.span !== undefined && spans.has(entry.span));
  }

  /** Forgets the lines that belong to no request. */
  evictPending(): readonly LogEvent[] {
    const waiting = new Set(this.#pending);
    this.#pending = [];
    return this.#remove((entry) => waiting.has(entry));
  }

  /** Forgets the oldest application lines of an invocation that alone is too long. */
  shorten(
    span: InvocationSpan,
    byLines: number,
  ): { readonly forgotten: readonly LogEvent[]; readonly change: StreamChange } {
    let surplus = byLines;
    const forgotten = this.#remove((entry) => {
      if (surplus <= 0 || entry.span !== span || entry.parsed.line.kind !== 'application') return false;
      surplus -= 1;
      return true;
    });
    return { forgotten, change: this.#divideAgain() };
  }

  #remove(isGone: (entry: Entry) => boolean): readonly LogEvent[] {
    const gone: LogEvent[] = [];
    this.#entries = this.#entries.filter((entry) => {
      if (!isGone(entry)) return true;
      gone.push(entry.parsed.line.event);
      return false;
    });
    return gone;
  }

  /** A line came late: the whole stream is divided anew. Invocations that come out the same stay the same objects. */
  #divideAgain(): StreamChange {
    const before = new Map(this.#spans.map((span) => [span.lines[0], span]));
    this.#spans = [];
    this.#latest = new Map();
    this.#current = undefined;
    this.#pending = [];
    this.#isInitialising = false;
    for (const entry of this.#entries) this.#place(entry, undefined);
    const kept = new Map<InvocationSpan, InvocationSpan>();
    for (const span of this.#spans) {
      const same = before.get(span.lines[0]);
      if (!same || !haveSameLines(same, span)) continue;
      kept.set(span, same);
      before.delete(span.lines[0]);
    }
    const changed = new Set(this.#spans.filter((span) => !kept.has(span)));
    this.#putBack(kept);
    return { changed, removed: new Set(before.values()) };
  }

  #putBack(kept: ReadonlyMap<InvocationSpan, InvocationSpan>): void {
    this.#spans = this.#spans.map((span) => kept.get(span) ?? span);
    for (const [id, span] of this.#latest) this.#latest.set(id, kept.get(span) ?? span);
    this.#current = this.#current && (kept.get(this.#current) ?? this.#current);
    for (const entry of this.#entries) entry.span = entry.span && (kept.get(entry.span) ?? entry.span);
  }

  #place(entry: Entry, changed: Set<InvocationSpan> | undefined): void {
    const span = this.#ownerOf(entry.parsed, changed);
    if (span) append(entry, span, changed);
    else {
      entry.span = undefined;
      this.#pending.push(entry);
    }
  }

  /** The rules of belonging. They depend on nothing but the lines before this one in order of time. */
  #ownerOf(parsed: ParsedLine, changed: Set<InvocationSpan> | undefined): InvocationSpan | undefined {
    const { line, platform, isOwnRequestId } = parsed;
    const id = line.requestId;
    if (platform?.type === 'initStart' || platform?.type === 'restoreStart') this.#isInitialising = true;
    if (id !== undefined) {
      const known = this.#latest.get(id);
      // A second START is a retry, unless lines of this very request came before it (an exit while initialising).
      if (platform?.type === 'start' && !known?.awaitsStart(line.event.timestamp))
        return this.#open(new InvocationSpan(id), changed);
      if (platform?.type === 'start' && known) return this.#enter(known, changed);
      if (known) return known;
      if (isOwnRequestId || this.#isBelieved(id)) return this.#open(new InvocationSpan(id), changed);
    }
    return this.#isInitialising ? undefined : this.#current;
  }

  /**
   * An id inside a JSON line may be another service's (an API's, a caller's). Inside a running request it therefore opens
   * no invocation of its own; where no request is running (start lines filtered out by level) it does.
   */
  #isBelieved(id: string): boolean {
    return uuid.test(id) && !this.#isInitialising && !this.#current?.isOpen;
  }

  #open(span: InvocationSpan, changed: Set<InvocationSpan> | undefined): InvocationSpan {
    this.#spans.push(span);
    this.#latest.set(span.requestId, span);
    return this.#enter(span, changed);
  }

  /** From here on, lines without an id are this request's, and so are those that waited for a request to begin. */
  #enter(span: InvocationSpan, changed: Set<InvocationSpan> | undefined): InvocationSpan {
    this.#current = span;
    this.#isInitialising = false;
    const waiting = this.#pending;
    this.#pending = [];
    for (const entry of waiting) append(entry, span, changed);
    return span;
  }
}

function append(entry: Entry, span: InvocationSpan, changed: Set<InvocationSpan> | undefined): void {
  entry.span = span;
  span.push(entry.parsed);
  changed?.add(span);
}

function haveSameLines(a: InvocationSpan, b: InvocationSpan): boolean {
  return a.lines.length === b.lines.length && a.lines.every((line, index) => line === b.lines[index]);
}

function compareEntries(a: Entry, b: Entry): number {
  return compareEvents(a.parsed.line.event, b.parsed.line.event);
}

/** Order of time; events of the same millisecond go by event id, which CloudWatch Logs counts upwards within a stream. */
function compareEvents(a: LogEvent, b: LogEvent): number {
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
  if (a.eventId.length !== b.eventId.length) return a.eventId.length - b.eventId.length;
  if (a.eventId === b.eventId) return 0;
  return a.eventId < b.eventId ? -1 : 1;
}
