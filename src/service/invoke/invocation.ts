/** One invocation on its way from the HTTP door to an execution environment, and what comes back. */

import type { ProvisionedSetting, ProvisionedState } from '../environment/provisionedState.ts';
import type { FunctionId, FunctionVersion } from '../store/functionVersion.ts';

export interface Invocation {
  /** The request id of the HTTP answer, of the Runtime API and of every log line. */
  readonly requestId: string;
  readonly version: FunctionVersion;
  /** As the caller named it: an unqualified call stays unqualified. */
  readonly invokedFunctionArn: string;
  /** Valid JSON text. */
  readonly payload: Uint8Array;
  /** Decoded JSON of `X-Amz-Client-Context`. */
  readonly clientContext: string | undefined;
  readonly traceId: string;
  /** Whether the caller asked for the last 4 KB of the log. */
  readonly logTail: boolean;
  /** Where a streamed response goes while it is written; without it, a streamed response is gathered. */
  readonly responseSink?: ResponseSink | undefined;
  /** Runs in a new environment, which takes the place of those that are idle. */
  readonly isFresh?: boolean;
}

/** The caller's end of a streamed response. */
export interface ResponseSink {
  /** How many bytes it took. */
  readonly bytes: number;
  /** Resolves when the caller takes more, and at once when there is no caller any more: the function runs on. */
  write(chunk: Uint8Array): Promise<void>;
}

/** A failing function is a successful invoke: its failure is `functionError` with the error object as the payload. */
export interface InvocationOutcome {
  /** Empty after a response that went into the sink. */
  readonly payload: Uint8Array;
  readonly functionError: 'Unhandled' | undefined;
  readonly logTail: Uint8Array | undefined;
  /** The type of a failure that came after the first byte of a streamed response. */
  readonly streamErrorType?: string | undefined;
}

/** Runs invocations. Implemented by `Dispatcher`; the control plane knows no more than this. */
export interface Invoker {
  /** Runs to the end. Rejects with `LambdaServiceError` (429 and the like) only when nothing ran. */
  invoke(invocation: Invocation): Promise<InvocationOutcome>;
  /** Accepts an asynchronous invocation: it is stored when this returns, and survives a restart. */
  enqueue(invocation: Invocation): void;
  /**
   * Code or configuration of a version changed, or it is gone: idle environments end, busy ones finish and end. Without
   * a version, all of the function are meant.
   */
  retire(functionName: string, region: string, version?: string): void;
  /**
   * All provisioned concurrency of a function from now on: environments are started ahead, kept, and given back when
   * they are no longer wanted.
   */
  provision(id: FunctionId, settings: readonly ProvisionedSetting[]): void;
  /** What came of one setting; `undefined` where nothing is set. */
  provisionedState(id: FunctionId, qualifier: string): ProvisionedState | undefined;
  /** Starts what a restart interrupted (queued asynchronous invocations). */
  resume(): void;
  /** Ends every environment and waits for their processes. */
  close(): Promise<void>;
}
