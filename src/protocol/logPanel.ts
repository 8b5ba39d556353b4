/** What the log panel's two sides say to each other. The host owns the held log; the view shows windows of it. */

import type { Architecture } from '../lambda/cost.ts';
import type { InvocationRecord, LogLine } from '../lambda/invocationRecord.ts';
import type { LogStatistics } from '../lambda/logStatistics.ts';
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
  /** What part of the log is shown; the source follows only in `last` ranges. */
  readonly range?: LogRange;
  readonly history?: LogHistory;
  /** Present where Live Tail costs money and is there on request (AWS). */
  readonly liveTail?: LiveTailUse;
  /** What the tail did about a log that was too fast for it. Absent while nothing of the kind happened. */
  readonly health?: TailHealth;
  /** `openInCloudWatch` leads somewhere: the AWS console shows this log. */
  readonly hasConsole?: boolean;
  /** What the cost is computed from, as far as it is known. */
  readonly region?: string;
  readonly architecture?: Architecture;
}

/** The part of the log that a source shows: from some minutes ago on, or a closed piece of the past. */
export type LogRange =
  | { readonly kind: 'last'; readonly minutes: number }
  /** Milliseconds since 1970; the end is exclusive. Nothing is followed. */
  | { readonly kind: 'between'; readonly startTime: number; readonly endTime: number };

/** How far back a source's log was read. */
export interface LogHistory {
  /** Milliseconds since 1970: everything held begins here. */
  readonly readBackTo: number;
  readonly isReading: boolean;
  /** False once nothing older is to be had; `note` then says why. */
  readonly hasOlder: boolean;
  /** What stands in the way of older lines: the log begins here, or the buffer is full. */
  readonly note?: string;
}

/** Live Tail on AWS: on or off, and what it came to in this window. */
export interface LiveTailUse {
  readonly isOn: boolean;
  /** Session minutes so far, begun ones counted in full. */
  readonly minutes: number;
  /** By the list price, without the free minutes. */
  readonly costUSD: number;
  /** The price with its source and date, in one sentence. */
  readonly priceNote: string;
}

export interface TailHealth {
  /** Updates in which Live Tail left events out (500 per second at most); each was filled in from the log. */
  readonly sampledUpdates: number;
  /** Answers of "too many requests"; every one was asked again later. */
  readonly throttledCalls: number;
  /** Times the connection was lost; each gap was read from the log afterwards. */
  readonly reconnects: number;
}

export type TailSourceState =
  | { readonly state: 'starting' }
  | { readonly state: 'following' }
  /** The connection is lost, or never stood, since then (milliseconds since 1970); it is tried again by itself. */
  | { readonly state: 'reconnecting'; readonly since: number }
  /** The log group does not exist yet: nothing was logged so far. */
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly message: string }
  /** A person must act (expired credentials): `resumeSource` does it and goes on where the tail stopped. */
  | { readonly state: 'paused'; readonly message: string; readonly actionTitle: string }
  /** A closed range was read to its end. */
  | { readonly state: 'ended' };

/** Thresholds from the settings. */
export interface LogThresholds {
  /** An invocation is slow above this share of its timeout (0 to 1) … */
  readonly slowShareOfTimeout: number;
  /** … and its memory stands out above this share of its size (0 to 1). */
  readonly memoryShare: number;
  /** An init stands out above so many milliseconds; absent: none does. */
  readonly longInitMs?: number;
}

export interface TailedInvocation {
  readonly sourceId: string;
  readonly invocation: InvocationRecord;
  readonly isSlow: boolean;
  /** Why it counts as slow, in words. */
  readonly slowReason: string | undefined;
  /** Its init took longer than the threshold. */
  readonly hasLongInit?: true;
  /** One of its error lines says that somebody refused too many requests. */
  readonly wasThrottled?: true;
  /** Still `running`, and nothing of it came for longer than its timeout: no REPORT is to be expected. */
  readonly lacksReport?: true;
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
  /** Over everything held; the view computes those of a filter itself (`StatisticsOf` in lambda/). */
  readonly statistics?: TailStatistics;
  readonly savedFilters?: readonly SavedFilter[];
  /** Batches sent afterwards count from here; a gap means: ask for a snapshot. */
  readonly sequence: number;
}

export interface TailStatistics {
  readonly all: LogStatistics;
  readonly bySource: Readonly<Record<string, LogStatistics>>;
}

export interface SavedFilter {
  readonly name: string;
  readonly text: string;
}

/**
 * Lines are in order of time and may be older than lines held already (late events, history): each goes where its time
 * says, behind held ones of the same millisecond. Then the difference in `dropped` is forgotten from the oldest end.
 */
export interface LogBatch {
  readonly sequence: number;
  /** New or changed invocations, by their key. */
  readonly invocations: readonly TailedInvocation[];
  readonly lines: readonly TailedLine[];
  /** As in the snapshot: a running total, so the view forgets the difference from the oldest end. */
  readonly dropped: number;
  /** Invocations that are held no longer. */
  readonly forgotten?: readonly InvocationRef[];
  /** Absent where nothing of it changed. */
  readonly statistics?: TailStatistics;
}

// How the held log travels: a line goes once, as the event it came from. `LogSender` makes these, `receiveLog` reads them.

/** Where lines of a message come from; they name it by its place. */
export interface SentStream {
  readonly sourceId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** An event; times in milliseconds since 1970. The view understands it with `parseLogLine`, as the host did. */
export type SentLine = readonly [
  stream: number,
  eventId: string,
  timestamp: number,
  ingestionTime: number,
  message: string,
];

/**
 * A line of an invocation: its place in the message that tells of the invocation (`strays` count on behind `lines`), or a
 * run of the lines that the invocation had when it was told of last.
 */
export type LineRef = number | readonly [from: number, count: number];

export interface SentInvocation extends Omit<TailedInvocation, 'invocation'> {
  readonly invocation: Omit<InvocationRecord, 'lines'>;
  readonly lines: readonly LineRef[];
}

export interface SentLog {
  readonly streams: readonly SentStream[];
  readonly lines: readonly SentLine[];
  /** Lines that invocations here have and that are in no list: forgotten there, or told of before they had an owner. */
  readonly strays?: readonly SentLine[];
  readonly invocations: readonly SentInvocation[];
}

export interface SentSnapshot extends Omit<LogSnapshot, 'lines' | 'invocations'>, SentLog {}

export interface SentBatch extends Omit<LogBatch, 'lines' | 'invocations'>, SentLog {}

/** One invocation, by the source it was seen in and `InvocationRecord.key`. */
export interface InvocationRef {
  readonly sourceId: string;
  readonly key: string;
}

/** What came of asking for older lines. They themselves come in batches before this answer. */
export interface OlderLines {
  readonly addedLines: number;
  /** False when the log begins here or the buffer is full; each source's `history.note` says which. */
  readonly hasOlder: boolean;
}

/** Where else a request left a trace. */
export interface RequestHit {
  readonly sourceId: string;
  /** Of the invocation that the line belongs to, where there is one. */
  readonly invocationKey: string | undefined;
  readonly eventId: string;
  readonly timestamp: number;
  /** Start of the line. */
  readonly text: string;
  readonly matchedBy: 'requestId' | 'traceId';
}

/** Which rows are exported: those that pass the filter, in the reading that is shown. */
export interface LogExport {
  readonly format: 'ndjson' | 'csv';
  readonly reading: 'invocations' | 'lines';
  readonly filterText: string;
}

/** Host → view. */
export interface LogHostMessages extends MessageMap {
  readonly events: {
    readonly snapshot: SentSnapshot;
    readonly batch: SentBatch;
    readonly sources: readonly TailSource[];
    readonly savedFilters: readonly SavedFilter[];
    /** Show what this filter finds (a saved one, or one that a link asked for). */
    readonly applyFilter: { readonly text: string };
    /** Somebody wants to save the filter that is set: the view says which it is. */
    readonly saveFilterAsked: undefined;
    /** By source: request ids whose event this window sent and can send again. */
    readonly knownRequests: Readonly<Record<string, readonly string[]>>;
    /** Scroll to this invocation and open it. */
    readonly reveal: InvocationRef;
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
    /** The whole log as a document; with an invocation, at its place in it. */
    readonly openInEditor: InvocationRef | undefined;
    readonly invoke: { readonly sourceId: string };
    /** Opens the function's invoke panel with this event in it. */
    readonly useAsEvent: { readonly sourceId: string; readonly eventText: string };
    /** Opens the invoke panel with the event of a known request, and runs it once. */
    readonly invokeAgain: { readonly sourceId: string; readonly requestId: string };
    readonly openFrame: { readonly sourceId: string; readonly text: string };
    readonly copy: { readonly text: string };
    /** Without a source: of all. */
    readonly setRange: { readonly sourceId?: string; readonly range: LogRange };
    readonly setLiveTail: { readonly sourceId: string; readonly isOn: boolean };
    /** The one click of a paused source. */
    readonly resumeSource: { readonly sourceId: string };
    /** The stream at this time; the group without a stream. */
    readonly openInCloudWatch: {
      readonly sourceId: string;
      readonly logStreamName?: string;
      readonly timestamp?: number;
    };
    readonly export: LogExport;
    /** The host asks for the name. */
    readonly saveFilter: { readonly text: string };
    /** Apply, rename, overwrite or remove one from the editor's own list. */
    readonly manageFilters: undefined;
  };
  readonly requests: {
    readonly ready: { readonly argument: undefined; readonly result: SentSnapshot };
    /** The window before what is held, of every source. `filterText` is pushed down to CloudWatch Logs where it can be. */
    readonly older: { readonly argument: { readonly filterText?: string }; readonly result: OlderLines };
    readonly findRequest: {
      readonly argument: { readonly sourceId: string; readonly requestId: string; readonly traceId?: string };
      readonly result: readonly RequestHit[];
    };
  };
}
