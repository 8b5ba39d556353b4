/** What the log panel shows: lines and invocations of all followed functions, bounded, and handed out in batches. */

import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle.ts';
import type { LogEvent } from '../../lambda/logEvent.ts';
import { type ParsedLine, parseLogLine } from '../../lambda/logLine.ts';
import type { CostContext } from '../../lambda/logStatistics.ts';
import type {
  InvocationRef,
  LogBatch,
  LogThresholds,
  TailedInvocation,
  TailedLine,
  TailStatistics,
} from '../../protocol/logPanel.ts';
import { HeldStatistics } from './heldStatistics.ts';
import { LineBuffer } from './lineBuffer.ts';
import { OverdueReports } from './overdueReports.ts';
import { SourceLog } from './sourceLog.ts';

export interface HeldLogOptions {
  readonly clock: Clock;
  /** Lines held in all; the oldest are forgotten. */
  readonly capacityLines: number;
  readonly thresholds: () => LogThresholds;
}

interface Arrival {
  readonly sourceId: string;
  readonly events: readonly LogEvent[];
}

/** A view draws once per batch, so batches keep a distance. */
const batchIntervalMs = 50;
/** A long history comes in several batches: neither side is blocked for long, and a frame has time for one of them. */
const linesPerBatch = 2_000;

export class HeldLog implements Disposable {
  readonly #options: HeldLogOptions;
  readonly #sources = new Map<string, SourceLog>();
  readonly #owned = new DisposableStore();
  readonly #timer = this.#owned.add(new MutableDisposable());
  readonly #batchReady = this.#owned.add(new Emitter<LogBatch>());
  readonly #lines: LineBuffer;
  readonly #statistics = new HeldStatistics();
  readonly #overdue: OverdueReports;
  #arrived: Arrival[] = [];
  #nextBatchAt = 0;
  #sequence = 0;

  readonly onBatch: Event<LogBatch> = this.#batchReady.event;

  constructor(options: HeldLogOptions) {
    this.#options = options;
    this.#lines = new LineBuffer(options.capacityLines);
    this.#overdue = this.#owned.add(new OverdueReports(options.clock, (refs) => this.#giveUpReports(refs)));
  }

  /** How many lines may still come before the oldest are forgotten. */
  get room(): number {
    const arriving = this.#arrived.reduce((sum, { events }) => sum + events.length, 0);
    return Math.max(0, this.#options.capacityLines - this.#lines.length - arriving);
  }

  get statistics(): TailStatistics {
    return this.#statistics.read();
  }

  addSource(sourceId: string, timeoutMs: number | undefined, cost?: CostContext): void {
    this.#statistics.addSource(sourceId, cost);
    this.#sources.set(sourceId, new SourceLog(sourceId, timeoutMs, this.#options.thresholds));
  }

  setTimeoutMs(sourceId: string, timeoutMs: number): void {
    const source = this.#sources.get(sourceId);
    if (source) source.timeoutMs = timeoutMs;
  }

  removeSource(sourceId: string): void {
    this.#sources.delete(sourceId);
    this.#overdue.forgetSource(sourceId);
    this.#arrived = this.#arrived.filter((arrival) => arrival.sourceId !== sourceId);
    this.#lines.keep((line) => line.sourceId !== sourceId);
    this.#statistics.removeSource(sourceId);
  }

  add(sourceId: string, events: readonly LogEvent[]): void {
    for (let at = 0; at < events.length; at += linesPerBatch) {
      this.#arrived.push({ sourceId, events: events.slice(at, at + linesPerBatch) });
    }
    this.#schedule();
  }

  /** Everything held: invocations oldest first per source, lines in order of time. */
  snapshot(): LogBatch {
    const invocations = [...this.#sources.values()].flatMap((source) => source.invocations());
    return { sequence: this.#sequence, invocations, lines: this.#lines.all(), dropped: this.#lines.dropped };
  }

  clear(): void {
    this.#arrived = [];
    this.#lines.clear();
    this.#statistics.clear();
    this.#overdue.clear();
    for (const source of this.#sources.values()) source.clear();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#sources.clear();
    this.#arrived = [];
    this.#lines.clear();
  }

  #schedule(): void {
    if (this.#timer.value || this.#owned.isDisposed) return;
    const delayMs = Math.max(0, this.#nextBatchAt - this.#options.clock.monotonic());
    this.#timer.value = this.#options.clock.after(delayMs, () => {
      this.#timer.value = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    this.#nextBatchAt = this.#options.clock.monotonic() + batchIntervalMs;
    const lines: TailedLine[] = [];
    const invocations = new Map<string, TailedInvocation>();
    const forgotten: InvocationRef[] = [];
    let isConsistent = true;
    for (const [source, parsed] of this.#takeArrived()) {
      const { sourceId } = source;
      const share = Math.max(1, Math.floor(this.#options.capacityLines / this.#sources.size));
      const added = source.add(parsed, share);
      isConsistent &&= added.isConsistent;
      for (const key of added.forgotten) {
        forgotten.push({ sourceId, key });
        this.#statistics.remove(sourceId, key);
        this.#overdue.forget(sourceId, key);
      }
      for (const tailed of added.changed) {
        this.#statistics.put(tailed);
        this.#overdue.saw(sourceId, tailed.invocation, source.timeoutMs);
      }
      for (const tailed of added.changed) invocations.set(`${sourceId}\n${tailed.invocation.key}`, tailed);
      for (const { line } of parsed) lines.push({ sourceId, line });
    }
    if (this.#arrived.length > 0) this.#schedule();
    if (lines.length === 0) return;
    this.#lines.insert(inOrder(lines));
    // A number left out makes the view ask for a snapshot: an invocation that it shows turned out to be none.
    this.#sequence += isConsistent ? 1 : 2;
    this.#batchReady.fire({
      sequence: this.#sequence,
      invocations: [...invocations.values()],
      lines,
      dropped: this.#lines.dropped,
      ...(forgotten.length === 0 ? {} : { forgotten }),
      ...(this.#statistics.isDue(this.#options.clock.monotonic()) ? { statistics: this.#statistics.read() } : {}),
    });
  }

  /** No line came with this: a batch of its own says it. */
  #giveUpReports(refs: readonly InvocationRef[]): void {
    const invocations = refs
      .map(({ sourceId, key }) => this.#sources.get(sourceId)?.giveUpReport(key))
      .filter((tailed) => tailed !== undefined);
    if (invocations.length === 0) return;
    this.#sequence += 1;
    this.#batchReady.fire({ sequence: this.#sequence, invocations, lines: [], dropped: this.#lines.dropped });
  }

  /** As many arrivals as make a batch, by source. */
  #takeArrived(): ReadonlyMap<SourceLog, ParsedLine[]> {
    const taken = new Map<SourceLog, ParsedLine[]>();
    let count = 0;
    let next = 0;
    for (; next < this.#arrived.length; next += 1) {
      const { sourceId, events } = this.#arrived[next] as Arrival;
      if (count > 0 && count + events.length > linesPerBatch) break;
      count += events.length;
      const source = this.#sources.get(sourceId);
      if (!source) continue;
      const parsed = events.map(parseLogLine);
      const earlier = taken.get(source);
      if (earlier) earlier.push(...parsed);
      else taken.set(source, parsed);
    }
    this.#arrived = this.#arrived.slice(next);
    return taken;
  }
}

/** Sorts by time in place; lines of the same millisecond keep the order in which they came. */
function inOrder(lines: TailedLine[]): TailedLine[] {
  return lines.sort((a, b) => a.line.event.timestamp - b.line.event.timestamp);
}
