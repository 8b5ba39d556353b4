/** The lines of one invocation in one log stream, and the record they add up to. */

import { withoutAnsi } from './ansi.ts';
import type { InvocationOutcome, InvocationRecord, LogLine, Report } from './invocationRecord.ts';
import type { ParsedLine } from './logLine.ts';
import type { PlatformLine } from './platformLine.ts';

const longestSummary = 500;
/** Half of the time that Lambda itself waits before it tries again. */
const soonestRetryMs = 30_000;

export class InvocationSpan {
  readonly requestId: string;
  readonly #lines: LogLine[] = [];
  #start: { readonly timestamp: number; readonly version: string | undefined } | undefined;
  #report: Report | undefined;
  #hasEnded = false;
  #timeoutMs: number | undefined;
  #exit: Extract<PlatformLine, { type: 'exit' }> | undefined;
  #status: string | undefined;
  #failure: LogLine | undefined;
  #firstError: LogLine | undefined;
  #lastApplication: LogLine | undefined;

  constructor(requestId: string) {
    this.requestId = requestId;
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** True between START and REPORT: what is logged meanwhile without an id belongs here. */
  get isOpen(): boolean {
    return this.#start !== undefined && this.#report === undefined;
  }

  /**
   * True when a START at `timestamp` is this attempt's own: only lines from before it were seen, or the clock of the
   * environment went back while it ran. A retry comes a minute later (Lambda developer guide, "Asynchronous invocation").
   */
  awaitsStart(timestamp: number): boolean {
    if (this.#start !== undefined) return false;
    if (this.#report === undefined && !this.#hasEnded) return true;
    return timestamp - (this.#lines.at(-1)?.event.timestamp ?? 0) < soonestRetryMs;
  }

  get startedAt(): number {
    return this.#start?.timestamp ?? this.#lines[0]?.event.timestamp ?? 0;
  }

  /** Appends the line that follows in order of time. */
  push({ line, platform }: ParsedLine): void {
    this.#lines.push(line);
    if (platform) this.#note(platform, line);
    else if (line.kind === 'error') this.#failure ??= line;
    else this.#lastApplication = line;
    if (!platform && (line.level === 'ERROR' || line.level === 'FATAL')) this.#firstError ??= line;
  }

  /** `limit`: how many lines the record may carry; the oldest application lines are left out above it. */
  toRecord(logGroupName: string, logStreamName: string, attempt: number, limit: number): InvocationRecord {
    const lines = withinLimit(this.#lines, limit);
    return {
      key: invocationKey(logGroupName, this.requestId, attempt),
      requestId: this.requestId,
      attempt,
      logGroupName,
      logStreamName,
      startedAt: this.startedAt,
      version: this.#start?.version,
      outcome: this.#outcome(),
      report: this.#report,
      lines,
      omittedLines: this.#lines.length - lines.length,
      summary: this.#summary(),
    };
  }

  #note(platform: PlatformLine, line: LogLine): void {
    switch (platform.type) {
      case 'start':
        this.#start ??= { timestamp: line.event.timestamp, version: platform.version };
        return;
      case 'end':
        this.#hasEnded = true;
        return;
      case 'report':
        this.#report = platform.report;
        this.#status = platform.report.status ?? this.#status;
        return;
      case 'runtimeDone':
        this.#status = platform.status ?? this.#status;
        return;
      case 'timeout':
        this.#timeoutMs = platform.timeoutMs;
        return;
      case 'exit':
        this.#exit = platform;
        return;
      default:
        return;
    }
  }

  #outcome(): InvocationOutcome {
    if (this.#timeoutMs !== undefined || this.#status === 'timeout') return 'timeout';
    if (this.#isOutOfMemory()) return 'out-of-memory';
    const hasFailed = this.#status !== undefined || this.#exit !== undefined || this.#failure !== undefined;
    if (hasFailed) return 'error';
    return this.#report || this.#hasEnded ? 'success' : 'running';
  }

  /** Lambda names it in the report today; before, the kernel's kill and a full memory told it. */
  #isOutOfMemory(): boolean {
    const report = this.#report;
    if ((report?.errorType ?? this.#exit?.errorType) === 'Runtime.OutOfMemory') return true;
    if (!this.#exit?.reason.includes('signal: killed')) return false;
    return report === undefined || report.maxMemoryUsedMB >= report.memorySizeMB;
  }

  #summary(): string {
    const last = onOneLine(this.#lastApplication);
    switch (this.#outcome()) {
      case 'timeout': {
        const afterMs = this.#timeoutMs ?? this.#report?.durationMs;
        const headline = afterMs === undefined ? 'Timed out' : `Timed out after ${(afterMs / 1000).toFixed(2)} s`;
        return last === '' ? headline : `${headline} · last line: ${last}`;
      }
      case 'out-of-memory': {
        const report = this.#report;
        return report ? `Out of memory: ${report.maxMemoryUsedMB} of ${report.memorySizeMB} MB used` : 'Out of memory';
      }
      case 'error':
        return (
          firstLineOf(this.#failure) ||
          this.#exit?.reason ||
          firstLineOf(this.#firstError) ||
          this.#report?.errorType ||
          'Failed'
        );
      case 'success':
      case 'running':
        return firstLineOf(this.#firstError) || last;
    }
  }
}

/** Key of an invocation's record; `attempt` counts from 1. */
export function invocationKey(logGroupName: string, requestId: string, attempt = 1): string {
  return attempt === 1 ? `${logGroupName}#${requestId}` : `${logGroupName}#${requestId}#${attempt}`;
}

/** What comes before the stack. */
function firstLineOf(line: LogLine | undefined): string {
  return startOf(line).trimStart().split('\n', 1)[0] ?? '';
}

function onOneLine(line: LogLine | undefined): string {
  return startOf(line).replace(/\s+/g, ' ').trim();
}

function startOf(line: LogLine | undefined): string {
  return withoutAnsi(line?.text.slice(0, longestSummary) ?? '');
}

function withinLimit(lines: readonly LogLine[], limit: number): readonly LogLine[] {
  let surplus = lines.length - limit;
  if (surplus <= 0) return lines.slice();
  return lines.filter((line) => {
    if (surplus <= 0 || line.kind !== 'application') return true;
    surplus -= 1;
    return false;
  });
}
