/** What the platform itself writes into a function's log, in the format that the function chose. */

import type { Report } from '../../lambda/invocationRecord.ts';
import type { Failure } from './failure.ts';
import type { InitializationType } from './initializationType.ts';
import type { RuntimeChoice } from './launch.ts';

/** `invoke` when the start is part of an invocation, after a crash or a failed init. */
export type InitPhase = 'init' | 'invoke';

export interface InitStart {
  readonly type: InitializationType;
  readonly phase: InitPhase;
  readonly runtime: RuntimeChoice;
}

/** The runtime is ready, or will not be. */
export interface InitRuntimeDone {
  readonly type: InitializationType;
  readonly phase: InitPhase;
  readonly failure: Failure | undefined;
}

export interface InitEnd extends InitRuntimeDone {
  readonly durationMs: number;
}

/** How Init went for an extension. */
export interface ExtensionStatus {
  readonly name: string;
  readonly state: string;
  readonly events: readonly string[];
  readonly errorType: string | undefined;
}

export interface SubscriptionStatus {
  readonly name: string;
  readonly api: 'Telemetry' | 'Logs';
  readonly state: string;
  readonly types: readonly string[];
}

export interface InvocationStart {
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
}

/** A part of an invocation. `start` in milliseconds since 1970. */
export interface Span {
  readonly name: 'responseLatency' | 'responseDuration' | 'runtimeOverhead' | 'extensionOverhead';
  readonly start: number;
  readonly durationMs: number;
}

/** The runtime is back, or lost; extensions may still have something to do. */
export interface RuntimeDone {
  readonly requestId: string;
  readonly traceId: string;
  readonly durationMs: number;
  /** Length of the answer; `undefined` when there was none. */
  readonly producedBytes: number | undefined;
  readonly failure: Failure | undefined;
  readonly spans: readonly Span[];
}

export interface InvocationEnd {
  readonly report: Report;
  readonly traceId: string;
  readonly failure: Failure | undefined;
  readonly spans: readonly Span[];
}

export interface PlatformLog {
  initStarted(start: InitStart): void;
  initRuntimeDone(done: InitRuntimeDone): void;
  extensionStarted(status: ExtensionStatus): void;
  subscribed(status: SubscriptionStatus): void;
  initEnded(end: InitEnd): void;
  started(start: InvocationStart): void;
  runtimeDone(done: RuntimeDone): void;
  ended(end: InvocationEnd): void;
}
