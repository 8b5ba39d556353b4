/** What the invoke panel says about runs beyond the one that is shown: kept ones, repeated ones, ones on other targets. */

import type { ElsewhereRequests, ElsewhereViewEvents } from './elsewhere.ts';
import type { HistoryEntry, InvokeIntent, TargetSummary } from './invokePanel.ts';
import type { KeptRunRequests } from './keptRuns.ts';
import type { RepeatHostEvents, RepeatRequests, RepeatViewEvents } from './repeatRuns.ts';

/** A target as the panel's menu offers it. */
export interface TargetChoice {
  readonly target: TargetSummary;
  /** Why the function cannot be invoked there; absent where it can. */
  readonly obstacle?: string;
}

/** Host → view. */
export type RunHostEvents = RepeatHostEvents & {
  /** Runs were read from disk, pinned or dropped. Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** The panel shows another target now; says what became of the event. A snapshot came before. */
  readonly targetSwitched: { readonly sentence: string };
};

/** View → host. */
export type RunViewEvents = RepeatViewEvents &
  ElsewhereViewEvents & {
    /** Shows the same function on another target in this panel. The draft was told before. */
    readonly switchTarget: { readonly targetId: string };
  };

/** View → host. */
export type RunRequests = KeptRunRequests &
  ElsewhereRequests &
  RepeatRequests & {
    /** Invokes in a new execution environment; resolves when the run has begun, or was declined. */
    readonly invokeCold: { readonly argument: InvokeIntent; readonly result: undefined };
    /** Every target of the window, asked whether it has the panel's function. */
    readonly targetChoices: { readonly argument: undefined; readonly result: readonly TargetChoice[] };
  };
