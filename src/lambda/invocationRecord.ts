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
  /** `timeout`, `error`, … when the line carries a status; `undefined` for success. */
  readonly status: string | undefined;
  readonly errorType: string | undefined;
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

export type LogLineKind = 'init' | 'start' | 'end' | 'report' | 'platform' | 'application' | 'error';

export type InvocationOutcome = 'running' | 'success' | 'error' | 'timeout' | 'out-of-memory';

/** One request, put together from its lines. Immutable: a later line gives a new record with the same key. */
export interface InvocationRecord {
  /** `logGroupName` and request id: stable over updates. */
  readonly key: string;
  readonly requestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Time of START, or of the first line seen. */
  readonly startedAt: number;
  readonly version: string | undefined;
  readonly outcome: InvocationOutcome;
  readonly report: Report | undefined;
  /** In order of time. Platform lines included. */
  readonly lines: readonly LogLine[];
  /** First error line, or the last application line: what a closed row says. */
  readonly summary: string;
}
