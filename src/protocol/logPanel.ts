/** What the log panel's two sides say to each other. The host owns the held log; the view shows windows of it. */

import type { InvocationRecord, LogLine } from '../lambda/invocationRecord.ts';
import type { MessageMap } from './channel.ts';

/** One function whose log is being followed. */
export interface TailSource {
  /** `targetId` and function name: stable over reloads. */
  readonly id: string;
  readonly functionName: string;
  readonly targetLabel: string;
  readonly logGroupName: string;
  /** Of the function, for the bar against the timeout; `undefined` until known. */
  readonly timeoutMs: number | undefined;
  readonly state: TailSourceState;
}

export type TailSourceState =
  | { readonly state: 'starting' }
  | { readonly state: 'following' }
  /** The log group does not exist yet: nothing was logged so far. */
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly message: string };

/** Thresholds from the settings. */
export interface LogThresholds {
  /** An invocation is slow above this share of its timeout (0 to 1) … */
  readonly slowShareOfTimeout: number;
  /** … and its memory stands out above this share of its size (0 to 1). */
  readonly memoryShare: number;
}

export interface TailedInvocation {
  readonly sourceId: string;
  readonly invocation: InvocationRecord;
  readonly isSlow: boolean;
  /** Why it counts as slow, in words. */
  readonly slowReason: string | undefined;
}

export interface TailedLine {
  readonly sourceId: string;
  readonly line: LogLine;
}

export interface LogSnapshot {
  readonly sources: readonly TailSource[];
  readonly invocations: readonly TailedInvocation[];
  readonly lines: readonly TailedLine[];
  /** How many lines were forgotten because the buffer was full, counted since the log was last cleared. */
  readonly dropped: number;
  readonly thresholds: LogThresholds;
  /** Batches sent afterwards count from here; a gap means: ask for a snapshot. */
  readonly sequence: number;
}

export interface LogBatch {
  readonly sequence: number;
  /** New or changed invocations, by their key. */
  readonly invocations: readonly TailedInvocation[];
  readonly lines: readonly TailedLine[];
  /** As in the snapshot: a running total, so the view forgets the difference from the oldest end. */
  readonly dropped: number;
}

/** Host → view. */
export interface LogHostMessages extends MessageMap {
  readonly events: {
    readonly snapshot: LogSnapshot;
    readonly batch: LogBatch;
    readonly sources: readonly TailSource[];
  };
  readonly requests: Record<string, never>;
}

/** View → host. */
export interface LogViewMessages extends MessageMap {
  readonly events: {
    readonly removeSource: { readonly sourceId: string };
    readonly addSource: undefined;
    readonly retrySource: { readonly sourceId: string };
    readonly clear: undefined;
    readonly openInEditor: undefined;
    readonly invoke: { readonly sourceId: string };
    readonly openFrame: { readonly sourceId: string; readonly text: string };
    readonly copy: { readonly text: string };
  };
  readonly requests: {
    readonly ready: { readonly argument: undefined; readonly result: LogSnapshot };
  };
}
