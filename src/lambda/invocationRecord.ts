/** What the log of one invocation tells: the rows of the log panel and the report strip of the invoke panel. */

import type { LogEvent } from './logEvent.ts';

/** The numbers of a REPORT line (or of `platform.report`). Times in milliseconds, sizes in MB. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMB: number;
  readonly maxMemoryUsedMB: number;
  /** Present exactly for a cold start. */
  readonly initDurationMs: number | undefined;
  readonly restoreDurationMs: number | undefined;
  readonly billedRestoreDurationMs?: number | undefined;
  /** `timeout`, `error`, … when the line carries a status; `undefined` for success. */
  readonly status: string | undefined;
  readonly errorType: string | undefined;
  /** With active tracing: the XRAY line that follows REPORT in the same event. */
  readonly trace?: ReportTrace | undefined;
}

export interface ReportTrace {
  readonly traceId: string;
  readonly segmentId: string;
  readonly sampled: boolean;
}

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** A line of a log with what was understood of it. */
export interface LogLine {
  readonly event: LogEvent;
  readonly kind: LogLineKind;
  /** The message without timestamp, request id and level where the line begins with them; no trailing newline. */
  readonly text: string;
  readonly level: LogLevel | undefined;
  readonly requestId: string | undefined;
  /** The parsed object of a structured (JSON) line. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** `error`: the platform or the runtime says that the function failed. What a function logs as ERROR is `application`. */
export type LogLineKind = 'init' | 'start' | 'end' | 'report' | 'platform' | 'application' | 'error';

export type InvocationOutcome = 'running' | 'success' | 'error' | 'timeout' | 'out-of-memory';

/** One request, put together from its lines. Immutable: a later line gives a new record with the same key. */
export interface InvocationRecord {
  /** `logGroupName` and request id, and the attempt from the second on: stable over updates. */
  readonly key: string;
  readonly requestId: string;
  /** From 1. A retry of an asynchronous invocation runs under the same request id. */
  readonly attempt?: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Time of START, or of the first line seen. */
  readonly startedAt: number;
  readonly version: string | undefined;
  readonly outcome: InvocationOutcome;
  readonly report: Report | undefined;
  /** In order of time. Platform lines included. */
  readonly lines: readonly LogLine[];
  /** How many application lines were left out of `lines`, oldest first, to keep the record small. */
  readonly omittedLines?: number;
  /** First error line, or the last application line: what a closed row says. */
  readonly summary: string;
}

/**
 * True when this request waited for a new execution environment. Told by the report, until then by INIT_START. An
 * initialisation that failed is repeated for the request, and the report counts it as the request's own time: no field tells.
 */
export function isColdStart({ report, lines }: InvocationRecord): boolean {
  if (report?.initDurationMs !== undefined || report?.restoreDurationMs !== undefined) return true;
  return lines.some((line) => line.kind === 'init' && (report === undefined || line.level === 'ERROR'));
}
