/** The log as the view holds it: a copy of what the host holds, kept in step by batches. */

import type { InvocationRecord } from '../../lambda/invocationRecord.ts';
import type { ParsedFilter } from '../../lambda/logFilter.ts';
import type {
  LogThresholds,
  SentBatch,
  SentSnapshot,
  TailedInvocation,
  TailedLine,
  TailSource,
} from '../../protocol/logPanel.ts';
import { receiveLog } from '../../protocol/logReceiver.ts';
import { ChangeLog } from './changeLog.ts';
import { ShownInvocations } from './shownInvocations.ts';

// The host bounds its lines, not its invocations; a view with more rows than this is no help to anyone.
const mostInvocations = 10_000;
const mostLines = 250_000;

interface FilteredInvocations {
  readonly filter: ParsedFilter;
  readonly sources: readonly TailSource[];
  readonly invocations: ShownInvocations;
  /** Of the store, when they were brought up to date. */
  version: number;
}

export class LogStore {
  #sources: readonly TailSource[] = [];
  #thresholds: LogThresholds = { slowShareOfTimeout: 0.5, memoryShare: 0.8 };
  #lines: TailedLine[] = [];
  /** Number of the first entry in `#lines`. */
  #firstNumber = 0;
  #dropped = 0;
  #sequence = 0;
  #changedFrom = Number.POSITIVE_INFINITY;
  readonly #invocations = new Map<string, TailedInvocation>();
  /** By source, then by request id. */
  readonly #byRequest = new Map<string, Map<string, TailedInvocation>>();
  readonly #changes = new ChangeLog<TailedInvocation>();
  #shown: readonly FilteredInvocations[] = [];
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
    return this.#changes.position;
  }

  /** Invocations that came, changed or went after that version; `undefined`: look at all of them. */
  invocationsChangedSince(version: number): readonly TailedInvocation[] | undefined {
    return this.#changes.since(version);
  }

  /** Those that pass a filter. The same object again for as long as the filter is one of the last two asked for. */
  shown(filter: ParsedFilter): ShownInvocations {
    const { position } = this.#changes;
    const known = this.#shown.find((one) => one.filter === filter && one.sources === this.#sources);
    const entry = known ?? {
      filter,
      sources: this.#sources,
      invocations: new ShownInvocations(filter, (id) => this.source(id)),
      version: -1,
    };
    const changes = entry.version < 0 ? undefined : this.#changes.since(entry.version);
    if (changes)
      for (const key of new Set(changes.map(rowKeyOf))) entry.invocations.change(key, this.#invocations.get(key));
    else entry.invocations.fill(this.#invocations);
    entry.version = position;
    this.#shown = [entry, ...this.#shown.filter((one) => one !== entry)].slice(0, 2);
    return entry.invocations;
  }

  /** Changes when lines were replaced rather than added. */
  get epoch(): number {
    return this.#epoch;
  }

  /** From which number on lines have moved since this was asked last, because others came in between. */
  takeChangedFrom(): number {
    const from = this.#changedFrom;
    this.#changedFrom = Number.POSITIVE_INFINITY;
    return from;
  }

  /** Where a line stands now; it is known by its event, also after the host sent everything anew. */
  numberOf(tailed: TailedLine): number | undefined {
    const time = timeOf(tailed);
    for (let place = placeAfter(this.#lines, time) - 1; place >= 0; place -= 1) {
      const held = this.#lines[place];
      if (!held || timeOf(held) !== time) return undefined;
      if (held.line.event.eventId !== tailed.line.event.eventId || held.sourceId !== tailed.sourceId) continue;
      return this.#firstNumber + place;
    }
    return undefined;
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
  invocationOf({ sourceId, line }: TailedLine): TailedInvocation | undefined {
    return line.requestId === undefined ? undefined : this.#byRequest.get(sourceId)?.get(line.requestId);
  }

  /**
   * Takes the host's word for everything. Lines that were held already keep their numbers, so that a reader stays where he
   * was. Returns false when none was: the numbers then go on behind the old ones, and never name other lines.
   */
  replace(snapshot: SentSnapshot): boolean {
    const { lines, invocations } = receiveLog(snapshot, () => undefined);
    const first = this.#numberOfFirst(lines);
    this.#firstNumber = first ?? this.#firstNumber + this.#lines.length;
    this.#lines = [...lines];
    this.#epoch += 1;
    this.#forgetInvocations();
    this.#sources = snapshot.sources;
    this.#thresholds = snapshot.thresholds;
    this.#dropped = snapshot.dropped;
    this.#sequence = snapshot.sequence;
    this.#put(invocations);
    return first !== undefined;
  }

  /** Returns false for a batch that does not follow the last one: the caller asks for a snapshot. */
  append(batch: SentBatch): boolean {
    if (batch.sequence <= this.#sequence) return true;
    if (batch.sequence !== this.#sequence + 1) return false;
    this.#sequence = batch.sequence;
    const { lines, invocations } = receiveLog(batch, (sourceId, key) => this.#invocations.get(`${sourceId} ${key}`));
    this.#insert(lines);
    this.#forget(batch.dropped - this.#dropped);
    // More than the view can hold: the host still has them for filters in the past and for exports.
    this.#forget(this.#lines.length - mostLines);
    for (const { sourceId, key } of batch.forgotten ?? []) this.#removeKey(`${sourceId} ${key}`);
    this.#put(invocations);
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
    this.#changes.reset();
  }

  /** Empties the view at once; the host's own answer follows. */
  clear(): void {
    this.#firstNumber += this.#lines.length;
    this.#lines = [];
    this.#forgetInvocations();
    this.#dropped = 0;
    this.#epoch += 1;
  }

  /** In order of time, behind held lines of the same millisecond. */
  #insert(lines: readonly TailedLine[]): void {
    const [first] = lines;
    const last = lines.at(-1);
    const newest = this.#lines.at(-1);
    if (!first || !last) return;
    if (!newest || timeOf(first) >= timeOf(newest)) {
      for (const line of lines) this.#lines.push(line);
      return;
    }
    const place = placeAfter(this.#lines, timeOf(first));
    const later = this.#lines.splice(place);
    // History goes in front: lines that were held keep their numbers.
    if (place === 0 && later[0] && timeOf(last) < timeOf(later[0])) this.#firstNumber -= lines.length;
    this.#changedFrom = Math.min(this.#changedFrom, this.#firstNumber + place);
    let next = 0;
    for (const line of lines) {
      for (let held = later[next]; held && timeOf(held) <= timeOf(line); held = later[next]) {
        this.#lines.push(held);
        next += 1;
      }
      this.#lines.push(line);
    }
    for (; next < later.length; next += 1) this.#lines.push(later[next] as TailedLine);
  }

  #put(invocations: readonly TailedInvocation[]): void {
    for (const tailed of invocations) {
      this.#invocations.set(rowKeyOf(tailed), tailed);
      this.#changes.add(tailed);
      const ofSource = this.#byRequest.get(tailed.sourceId);
      if (ofSource) ofSource.set(tailed.invocation.requestId, tailed);
      else this.#byRequest.set(tailed.sourceId, new Map([[tailed.invocation.requestId, tailed]]));
    }
    for (const [key, tailed] of this.#invocations) {
      if (this.#invocations.size <= mostInvocations) break;
      // What still runs will be told of again, by the lines that it has here.
      if (tailed.invocation.outcome !== 'running') this.#remove(key, tailed);
    }
  }

  #forgetInvocations(): void {
    this.#invocations.clear();
    this.#byRequest.clear();
    this.#changes.reset();
  }

  /** By the newest line that is in both; lines are in order of time on both sides. */
  #numberOfFirst(lines: readonly TailedLine[]): number | undefined {
    for (let place = lines.length - 1; place >= 0 && this.#lines.length > 0; place -= 1) {
      const line = lines[place];
      const number = line && this.numberOf(line);
      if (number !== undefined) return number - place;
    }
    return undefined;
  }

  #removeKey(key: string): void {
    const tailed = this.#invocations.get(key);
    if (tailed) this.#remove(key, tailed);
  }

  #remove(key: string, tailed: TailedInvocation): void {
    const { requestId } = tailed.invocation;
    this.#invocations.delete(key);
    this.#changes.add(tailed);
    // Another attempt at the same request may be there still.
    const ofSource = this.#byRequest.get(tailed.sourceId);
    if (ofSource?.get(requestId) === tailed) ofSource.delete(requestId);
  }

  #forget(count: number): void {
    if (count <= 0) return;
    const gone = Math.min(count, this.#lines.length);
    this.#lines.splice(0, gone);
    this.#firstNumber += gone;
    this.#dropped += gone;
  }
}

function timeOf({ line }: TailedLine): number {
  return line.event.timestamp;
}

/** The first place whose line is later than `time`. */
function placeAfter(lines: readonly TailedLine[], time: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const line = lines[middle];
    if (line && timeOf(line) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names a line for as long as it is held, wherever it moves. */
export function eventKeyOf({ sourceId, line }: TailedLine): string {
  return `${sourceId} ${line.event.eventId}`;
}

/** Unique over all sources: the same log group may be tailed on two targets. */
export function rowKeyOf(tailed: { readonly sourceId: string; readonly invocation: InvocationRecord }): string {
  return `${tailed.sourceId} ${tailed.invocation.key}`;
}
