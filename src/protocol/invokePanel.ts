/** What the invoke panel's two sides say to each other. The view asks `ready`; the host answers with one snapshot. */

import type { InvocationRecord, Report } from '../lambda/invocationRecord.ts';

/** `ResponseStream` is InvokeWithResponseStream; the others are Lambda's own invocation types. */
export type InvocationTypeName = 'RequestResponse' | 'ResponseStream' | 'Event' | 'DryRun';

/** The function that a panel talks to: enough to find it again after a reload. */
export interface FunctionKey {
  readonly targetId: string;
  readonly functionName: string;
}

/** Everything the view needs to draw itself from nothing. */
export interface InvokeSnapshot {
  readonly function: FunctionKey;
  readonly target: TargetSummary;
  /** `undefined` until the configuration has been read, or when it cannot be. */
  readonly configuration: ConfigurationSummary | undefined;
  /** `$LATEST` first, then aliases, then versions, newest first. */
  readonly qualifiers: readonly string[];
  /** What an alias stands for, in words. */
  readonly qualifierNotes?: Readonly<Record<string, string>>;
  readonly intent: InvokeIntent;
  /** Of the run in flight, or of the last one finished. */
  readonly run: RunState;
  readonly history: readonly HistoryEntry[];
}

export interface TargetSummary {
  readonly id: string;
  /** `Local`, or `profile · region`. */
  readonly label: string;
  readonly accountId: string | undefined;
  readonly region: string;
  readonly isProtected: boolean;
}

export interface ConfigurationSummary {
  readonly runtime: string | undefined;
  readonly handler: string | undefined;
  readonly architecture: string;
  readonly memorySizeMB: number;
  readonly timeoutS: number;
  /** Each execution environment serves one tenant only: an invocation must say for which. */
  readonly isTenantIsolated?: boolean;
}

/** What the developer chose; kept by the host as a draft on every change, so nothing is lost with the view. */
export interface InvokeIntent {
  readonly eventText: string;
  readonly qualifier: string;
  readonly invocationType: InvocationTypeName;
  /** JSON text of the client context; empty for none. */
  readonly clientContext: string;
  /** The template that the event came from: what it is completed and checked by. */
  readonly templateId?: string;
  /** The test event that is being edited. */
  readonly testEventName?: string;
  /** For functions with tenant isolation. */
  readonly tenantId?: string;
}

/** What the view leaves in the editor's own webview state: enough to open the same panel again after a reload. */
export interface InvokePanelState {
  readonly function: FunctionKey;
  /** The draft as last seen; absent when it is too large to keep twice. The host's own draft wins. */
  readonly intent?: InvokeIntent;
  /** Where the divider between event and answer stands, 0 to 1. */
  readonly splitRatio?: number;
}

export type RunState =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly runId: number;
      readonly startedAt: number;
      /** Of a response that is streamed: what has arrived so far. */
      readonly streamed?: StreamedAnswer;
    }
  | { readonly state: 'finished'; readonly runId: number; readonly result: RunResult };

export type RunResult =
  | RunAnswer
  /** The request itself failed: refused, unreachable, throttled. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
      /** What would help, as a button; the host has the command behind it. */
      readonly action?: RefusalAction;
      readonly startedAt: number;
    }
  | { readonly kind: 'cancelled'; readonly startedAt: number };

/** A command that a refusal may offer. */
export interface RefusalAction {
  readonly label: string;
  readonly command: RefusalCommand;
}

export type RefusalCommand = 'signIn' | 'refresh' | 'restartLocalService' | 'openLog';

/** How a streamed response arrived. */
export interface StreamTimes {
  /** From the request to the first byte of the payload; `undefined` while none has come. */
  readonly firstByteMs: number | undefined;
  readonly bytes: number;
  /** In order of arrival; of a long stream, neighbours are merged: at most `mostStreamChunks`. */
  readonly chunks: readonly StreamChunk[];
}

export interface StreamChunk {
  /** From the request to its arrival; of merged ones, to the arrival of the first. */
  readonly atMs: number;
  readonly bytes: number;
}

export const mostStreamChunks = 400;

/** The newest part of a response that is still arriving. */
export interface StreamedAnswer extends StreamTimes {
  /** The last `streamTailCharacters` of the payload as text; what is not UTF-8 as U+FFFD. */
  readonly tail: string;
}

export const streamTailCharacters = 64 * 1024;

/** The way a stream ended when it did not end well (`InvokeComplete`, or a connection that broke). */
export interface StreamError {
  readonly code: string;
  readonly details: string;
}

/** Lambda answered. A function that failed is an answer too (`functionError`). */
export interface RunAnswer {
  readonly kind: 'answer';
  readonly startedAt: number;
  readonly statusCode: number;
  readonly executedVersion: string | undefined;
  readonly requestId: string;
  /** Total time seen by the client. */
  readonly clientMs: number;
  /** The response payload as text; `undefined` when there was none (Event, DryRun), and when it is not UTF-8. */
  readonly payloadText: string | undefined;
  /** The payload when its bytes are not UTF-8. */
  readonly payloadBase64?: string;
  readonly payloadBytes: number;
  /** The event was one of an HTTP API or a function URL: an answer without `statusCode` is a body there (format 2.0). */
  readonly infersHttp?: true;
  /** Set when the response was streamed. */
  readonly stream?: StreamTimes & { readonly error?: StreamError };
  readonly functionError: FunctionErrorSummary | undefined;
  readonly report: Report | undefined;
  /** Price of this call in US dollars; `undefined` where the price is unknown. */
  readonly costUSD: number | undefined;
  /** The test event that was sent. */
  readonly testEventName?: string;
  /** What the price was worked out from, and by which list. */
  readonly costBasis?: string;
  /** The function's timeout when it was invoked. */
  readonly timeoutMs?: number;
  /** The log of this request as far as the answer carried it. */
  readonly log: InvocationRecord | undefined;
}

export interface FunctionErrorSummary {
  /** The `X-Amz-Function-Error` header: `Unhandled` or `Handled`. */
  readonly header: string;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly frames: readonly StackFrame[];
  /** The error that led to this one, where the runtime tells it. */
  readonly cause?: ErrorCause;
}

export type ErrorCause = Omit<FunctionErrorSummary, 'header'>;

export interface StackFrame {
  readonly text: string;
  /** Present where the frame names a file; paths are the function's own (`/var/task/…` or the unpacked folder). */
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | undefined;
}

export interface HistoryEntry {
  readonly runId: number;
  readonly startedAt: number;
  readonly outcome: 'success' | 'error' | 'refused' | 'cancelled';
  readonly durationMs: number | undefined;
  readonly initDurationMs: number | undefined;
  /** Never dropped. */
  readonly isPinned?: boolean;
}

export type PanelHostEvents = {
  /** A complete replacement of what the view shows, except the text being edited. */
  readonly snapshot: InvokeSnapshot;
  readonly run: { readonly run: RunState; readonly history: readonly HistoryEntry[] };
  /**
   * The event was changed elsewhere (its text editor was saved, a log line was chosen): take this instead of what is being
   * edited. What is not said stays as it is.
   */
  readonly replaceEvent: Partial<InvokeIntent> & Pick<InvokeIntent, 'eventText'>;
  /** Invoke now, as if the button had been pressed ("Run last again"). */
  readonly invokeNow: undefined;
};

export type PanelViewEvents = {
  readonly intentChanged: InvokeIntent;
  readonly cancel: undefined;
  readonly openFrame: StackFrame;
  readonly tailLogs: undefined;
  /** Shows what the function logged for this request, here or on another target, tailing it where it is not yet. */
  readonly showRequest: { readonly requestId: string; readonly targetId?: string };
  readonly redeploy: undefined;
  readonly openEventInEditor: undefined;
  readonly copy: { readonly text: string };
};

export type PanelRequests = {
  readonly ready: { readonly argument: undefined; readonly result: InvokeSnapshot };
  /** Resolves when the run has begun; its end arrives as a `run` event. */
  readonly invoke: { readonly argument: InvokeIntent; readonly result: undefined };
};
