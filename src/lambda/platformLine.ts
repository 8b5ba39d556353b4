/** What Lambda itself writes into a log, whichever of its formats was chosen. */

import type { Report, ReportTrace } from './invocationRecord.ts';

/** `success` is left out: a status says that something went wrong. */
interface PhaseOutcome {
  readonly status: string | undefined;
  readonly errorType: string | undefined;
}

interface RuntimeVersion {
  /** `python:3.12.v18`; `undefined` where the runtime is the function's own. */
  readonly runtimeVersion: string | undefined;
  readonly runtimeVersionArn: string | undefined;
}

/**
 * Named like the records of the JSON format (`platform.initStart` …). The last three exist as text only.
 * Sources: Lambda developer guide ("Lambda execution environment", "Telemetry API schema") and recorded lines.
 */
export type PlatformLine =
  | ({ readonly type: 'initStart' } & RuntimeVersion)
  | ({ readonly type: 'initRuntimeDone'; readonly phase: string | undefined } & PhaseOutcome)
  | ({ readonly type: 'initReport'; readonly durationMs: number; readonly phase: string | undefined } & PhaseOutcome)
  | ({ readonly type: 'restoreStart' } & RuntimeVersion)
  | ({ readonly type: 'restoreRuntimeDone' } & PhaseOutcome)
  | ({ readonly type: 'restoreReport'; readonly durationMs: number } & PhaseOutcome)
  | { readonly type: 'start'; readonly requestId: string; readonly version: string | undefined }
  | ({ readonly type: 'runtimeDone'; readonly requestId: string } & PhaseOutcome)
  | { readonly type: 'end'; readonly requestId: string }
  | { readonly type: 'report'; readonly requestId: string; readonly report: Report }
  | {
      readonly type: 'extension';
      readonly name: string;
      readonly state: string;
      readonly events: readonly string[];
      readonly errorType: string | undefined;
    }
  | {
      readonly type: 'telemetrySubscription' | 'logsSubscription';
      readonly name: string;
      readonly state: string;
      readonly types: readonly string[];
    }
  | {
      readonly type: 'logsDropped';
      readonly records: number;
      readonly bytes: number;
      readonly reason: string | undefined;
    }
  /** A record of a type that is younger than this table. */
  | { readonly type: 'unknown'; readonly name: string; readonly requestId: string | undefined }
  | { readonly type: 'xray'; readonly trace: ReportTrace }
  /** `Task timed out after 3.00 seconds`: a line of its own until Lambda moved it into REPORT's status. */
  | { readonly type: 'timeout'; readonly requestId: string; readonly timeoutMs: number }
  /** `Error: Runtime exited with error: exit status 1`: likewise. */
  | {
      readonly type: 'exit';
      readonly requestId: string;
      readonly reason: string;
      readonly errorType: string | undefined;
    };

/** The request a platform line names; `undefined` for lines about the whole environment. */
export function requestIdOf(line: PlatformLine): string | undefined {
  return 'requestId' in line ? line.requestId : undefined;
}
