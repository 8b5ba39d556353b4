/** What the invoke panel says about runs that are kept: each with its event and its answer, without secrets. */

import type { InvokeIntent, RunResult } from './invokePanel.ts';

/** A run of the history, as far as it is still held. */
export interface KeptRun {
  readonly runId: number;
  readonly intent: InvokeIntent;
  readonly result: RunResult;
  /** Values of the event were hidden when it was kept: it cannot be sent again as it is. */
  readonly isEventMasked?: true;
  /** Bytes of the whole event where only its beginning was kept. */
  readonly eventBytes?: number;
  /** Bytes of the whole payload where only its beginning was kept. */
  readonly payloadBytes?: number;
}

/** View → host. */
export type KeptRunRequests = {
  /** `null` for one that is held no longer. */
  readonly keptRun: { readonly argument: { readonly runId: number }; readonly result: KeptRun | null };
  /** The runs whose event or answer contains the text, without case. */
  readonly findRuns: { readonly argument: { readonly text: string }; readonly result: readonly number[] };
  /** A pinned run is never dropped. */
  readonly pinRun: {
    readonly argument: { readonly runId: number; readonly isPinned: boolean };
    readonly result: undefined;
  };
  /** Forgets every run that is not pinned. */
  readonly clearHistory: { readonly argument: undefined; readonly result: undefined };
};
