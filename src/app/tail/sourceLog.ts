/** What is held of one function's log: its invocations, judged. */

import { InvocationAssembler } from '../../lambda/invocationAssembler.ts';
import { type InvocationRecord, isColdStart } from '../../lambda/invocationRecord.ts';
import type { ParsedLine } from '../../lambda/logLine.ts';
import type { LogThresholds, TailedInvocation } from '../../protocol/logPanel.ts';
import { remarksOn, slowReason, WarmDurations } from './slowness.ts';

/** A record with more lines than this is sent without its oldest ones: it is sent again with every new line. */
const linesPerRecord = 1_000;

export class SourceLog {
  readonly sourceId: string;
  readonly #thresholds: () => LogThresholds;
  readonly #assembler = new InvocationAssembler({ linesPerRecord });
  readonly #warm = new WarmDurations();
  readonly #held = new Map<string, TailedInvocation>();
  timeoutMs: number | undefined;

  constructor(sourceId: string, timeoutMs: number | undefined, thresholds: () => LogThresholds) {
    this.sourceId = sourceId;
    this.timeoutMs = timeoutMs;
    this.#thresholds = thresholds;
  }

  get lineCount(): number {
    return this.#assembler.lineCount;
  }

  /** New or changed invocations. `isConsistent` is false when one that was given out turned out to be none. */
  add(
    lines: readonly ParsedLine[],
    capacityLines: number,
  ): { changed: TailedInvocation[]; forgotten: readonly string[]; isConsistent: boolean } {
    const records = new Map<string, InvocationRecord>();
    for (const record of this.#assembler.addParsed(lines)) records.set(record.key, record);
    for (const record of this.#assembler.trimTo(capacityLines)) records.set(record.key, record);
    const { forgotten, dissolved } = this.#assembler.takeRemoved();
    for (const key of [...forgotten, ...dissolved]) {
      this.#held.delete(key);
      records.delete(key);
    }
    // All durations first: a batch of history is judged by all of itself.
    for (const record of records.values()) this.#remember(record);
    const changed = [...records.values()].map((record) => this.#judge(record));
    return { changed, forgotten: [...forgotten, ...dissolved], isConsistent: dissolved.length === 0 };
  }

  /** Oldest first. */
  invocations(): readonly TailedInvocation[] {
    return [...this.#held.values()].sort((a, b) => a.invocation.startedAt - b.invocation.startedAt);
  }

  /** No REPORT is waited for any more. `undefined` where there is nothing to say: it ended, or it is not held. */
  giveUpReport(key: string): TailedInvocation | undefined {
    const before = this.#held.get(key);
    if (before?.invocation.outcome !== 'running') return undefined;
    const tailed: TailedInvocation = { ...before, lacksReport: true };
    this.#held.set(key, tailed);
    return tailed;
  }

  clear(): void {
    this.#assembler.clear();
    this.#held.clear();
  }

  #remember(record: InvocationRecord): void {
    const isNew = this.#held.get(record.key)?.invocation.report === undefined;
    if (isNew && record.report && record.outcome !== 'timeout' && !isColdStart(record)) {
      this.#warm.add(record.report.durationMs);
    }
  }

  /** A verdict stands once given: rows do not change colour while they are read. */
  #judge(invocation: InvocationRecord): TailedInvocation {
    const before = this.#held.get(invocation.key);
    const thresholds = this.#thresholds();
    const reason = before?.slowReason ?? slowReason(invocation, this.timeoutMs, thresholds, this.#warm);
    const remarks = remarksOn(invocation, thresholds, before);
    const tailed = {
      sourceId: this.sourceId,
      invocation,
      isSlow: reason !== undefined,
      slowReason: reason,
      ...remarks,
    };
    this.#held.set(invocation.key, tailed);
    return tailed;
  }
}
