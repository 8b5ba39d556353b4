/** What the platform itself writes into a function's log, in the format that the function chose. */

import type { Report } from '../../lambda/invocationRecord.ts';
import type { Failure } from './failure.ts';
import type { InitializationType } from './initializationType.ts';
import type { RuntimeChoice } from './launch.ts';

export interface InitEnd {
  readonly type: InitializationType;
  /** `invoke` when the start is part of an invocation, after a crash or a failed init. */
  readonly phase: 'init' | 'invoke';
  readonly durationMs: number;
  readonly failure: Failure | undefined;
}

export interface InvocationEnd {
  readonly report: Report;
  readonly failure: Failure | undefined;
  /** Length of the answer; `undefined` when there was none. */
  readonly producedBytes: number | undefined;
}

export interface PlatformLog {
  initStarted(runtime: RuntimeChoice, type: InitializationType): void;
  initEnded(end: InitEnd): void;
  started(requestId: string, invokedFunctionArn: string): void;
  ended(end: InvocationEnd): void;
}
