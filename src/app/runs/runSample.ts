/** What is kept of one of many runs: times and outcome, never its payload. */

import type { RunResult } from '../../protocol/invokePanel.ts';

export type SampleOutcome = 'success' | 'error' | 'throttled' | 'refused' | 'cancelled';

export interface RunSample {
  /** From 1, in the order in which they were sent. */
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly outcome: SampleOutcome;
  /** Why it failed. */
  readonly message: string | undefined;
  readonly requestId: string | undefined;
  /** Of answers only. */
  readonly clientMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly initDurationMs: number | undefined;
  readonly maxMemoryUsedMB: number | undefined;
  readonly costUSD: number | undefined;
}

/** Codes by which Lambda says that it has too much to do. */
const throttles: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'EC2ThrottledException',
  'SnapStartNotReadyException',
]);

export function sampleOf(index: number, result: RunResult): RunSample {
  const none = {
    requestId: undefined,
    clientMs: undefined,
    durationMs: undefined,
    initDurationMs: undefined,
    maxMemoryUsedMB: undefined,
    costUSD: undefined,
  };
  const { startedAt } = result;
  switch (result.kind) {
    case 'cancelled':
      return { ...none, index, startedAt, outcome: 'cancelled', message: undefined };
    case 'refused': {
      const outcome = throttles.has(result.code) ? 'throttled' : 'refused';
      return { ...none, index, startedAt, outcome, message: `${result.code}: ${result.message}` };
    }
    case 'answer': {
      const { functionError, report, requestId, clientMs, costUSD } = result;
      return {
        index,
        startedAt,
        outcome: functionError ? 'error' : 'success',
        message: functionError && `${functionError.errorType}: ${functionError.errorMessage}`,
        requestId,
        clientMs,
        durationMs: report?.durationMs,
        initDurationMs: report?.initDurationMs,
        maxMemoryUsedMB: report?.maxMemoryUsedMB,
        costUSD,
      };
    }
  }
}
