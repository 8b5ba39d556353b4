/** What a reader of the log chose. */

/** One row for an invocation, or one for a line. */
export type Reading = 'invocations' | 'lines';

/** `reading` means that the list stopped by itself, because somebody looks at a row. */
export type Following = 'following' | 'reading' | 'paused';

/** Kept by the editor for the panel's next life. */
export interface LogPanelState {
  readonly reading: Reading;
  readonly filterText: string;
  /** The newest first. */
  readonly recentFilters: readonly string[];
  /** Lines tell their time from the START of their request. */
  readonly isSinceStart?: true;
  readonly isStripOpen: boolean;
  /** The same where the panel is low: there the rows come first until somebody asks. */
  readonly isStripOpenWhenLow: boolean;
}
