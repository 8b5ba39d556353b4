/** What the invoke panel says about runs beyond the one that is shown: kept ones, repeated ones, ones on other targets. */

/** Host → view. */
export type RunHostEvents = Record<never, never>;

/** View → host. */
export type RunViewEvents = Record<never, never>;

/** View → host. */
export type RunRequests = Record<never, never>;
