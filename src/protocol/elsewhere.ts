/** What the invoke panel says about the same event on other targets. */

import type { InvokeIntent, RunResult } from './invokePanel.ts';

/** View → host. */
export type ElsewhereViewEvents = {
  /** Ends the requests that `runOn` has begun. */
  readonly cancelElsewhere: undefined;
};

/** View → host. */
export type ElsewhereRequests = {
  /** Invokes the panel's function on another target; `null` where it was asked for and declined. */
  readonly runOn: {
    readonly argument: { readonly targetId: string; readonly intent: InvokeIntent };
    readonly result: RunResult | null;
  };
};
