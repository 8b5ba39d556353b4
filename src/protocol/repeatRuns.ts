/** What the invoke panel says about one event that is sent many times. */

import type { InvokeIntent } from './invokePanel.ts';

export const mostRepeats = 10_000;

/** What is said before anything is sent. */
export interface RepeatTerms {
  readonly mostConcurrency: number;
  /** In US dollars, and what it was worked out from; absent where it costs nothing or is not known. */
  readonly perRun?: { readonly costUSD: number; readonly basis: string };
}

/** Milliseconds; of at least one run. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
}

/** Bars from `edges[i]` to `edges[i + 1]`, in milliseconds; each has cold starts on top of warm runs. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly warm: readonly number[];
  readonly cold: readonly number[];
}

/** Runs that failed for the same reason. */
export interface FailureGroup {
  readonly message: string;
  readonly count: number;
  /** Of the first of them, where Lambda gave one. */
  readonly requestId: string | undefined;
}

export interface RepeatState {
  readonly state: 'running' | 'finished' | 'stopped';
  readonly count: number;
  readonly concurrency: number;
  readonly ended: number;
  readonly elapsedMs: number;
  readonly succeeded: number;
  /** The function failed. */
  readonly failed: number;
  readonly throttled: number;
  /** Refused for another reason. */
  readonly refused: number;
  readonly cancelled: number;
  readonly cold: number;
  /** Duration as the function's report says it. */
  readonly warmDuration: Spread | undefined;
  /** Duration and init together. */
  readonly coldDuration: Spread | undefined;
  /** As the client saw it. */
  readonly clientTime: Spread | undefined;
  readonly histogram: Histogram | undefined;
  /** Most frequent first; the rarest are left out beyond `mostFailureGroups`. */
  readonly failures: readonly FailureGroup[];
  /** Of the runs so far; `undefined` where it is not known, or free. */
  readonly costUSD: number | undefined;
}

export const mostFailureGroups = 20;

/** Host → view. */
export type RepeatHostEvents = { readonly repeat: RepeatState };

/** View → host. */
export type RepeatViewEvents = {
  /** Ends the requests that run; what has ended stays. */
  readonly stopRepeat: undefined;
};

/** View → host. */
export type RepeatRequests = {
  readonly repeatTerms: { readonly argument: undefined; readonly result: RepeatTerms };
  /** Resolves with whether it has begun: on a protected target it is asked for, and may be declined. */
  readonly repeat: {
    readonly argument: { readonly intent: InvokeIntent; readonly count: number; readonly concurrency: number };
    readonly result: { readonly hasBegun: boolean };
  };
  /** Asks for a file. Resolves with whether it was written. */
  readonly exportRepeat: {
    readonly argument: { readonly format: 'csv' | 'ndjson' };
    readonly result: { readonly isSaved: boolean };
  };
};
