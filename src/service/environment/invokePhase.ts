/** Invoke: from the delivery of the event until the runtime and the extensions are back at *next*, or until it fails. */

import type { Clock } from '../../base/clock.ts';
import type { Invocation, InvocationOutcome } from '../invoke/invocation.ts';
import { type Failure, outOfMemoryFailure, timeoutFailure } from './failure.ts';
import { outcomeOf } from './outcome.ts';
import { endFailure, type PhaseEnd } from './phaseEnd.ts';
import type { Span } from './platformLog.ts';
import type { RuntimeDomain } from './runtimeDomain.ts';

export interface InvokeOptions {
  readonly invocation: Invocation;
  readonly tenantId: string | undefined;
  /** Monotonic time from which the invocation counts: that of a start that belongs to it. */
  readonly startedAtMs: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** The caller may be answered. */
  onAnswer(outcome: InvocationOutcome): void;
  /** The runtime is back or lost; `spans` are parts of what it did. */
  onRuntimeDone(atMs: number, failure: Failure | undefined, spans: readonly Span[]): void;
  /** Looks at the memory; returns whether it is more than the function may have. */
  sample(): boolean;
}

export interface InvokeEnd extends PhaseEnd {
  readonly spans: readonly Span[];
}

/** A process that ended while it streamed: its socket may close before its end is known. */
const exitAfterTruncationMs = 250;

export async function runInvoke(domain: RuntimeDomain, options: InvokeOptions): Promise<InvokeEnd> {
  const { invocation, tenantId, startedAtMs, timeoutMs, clock } = options;
  const { runtime, extensions } = domain;
  const remainingMs = () => timeoutMs - (clock.monotonic() - startedAtMs);
  const times = new SpanTimes(clock);
  const deadlineMs = Math.round(clock.now() + remainingMs());
  if (domain.hasExtensions) {
    const { requestId, invokedFunctionArn, traceId } = invocation;
    const tracing = { type: 'X-Amzn-Trace-Id', value: traceId } as const;
    extensions.deliver({ eventType: 'INVOKE', deadlineMs, requestId, invokedFunctionArn, tracing });
  }
  runtime.deliver({ ...invocation, tenantId, deadlineMs });
  let backAtMs: number | undefined;
  const failed = async (endedAtMs: number, failure: Failure): Promise<InvokeEnd> => {
    // Its last words are part of this invocation.
    await domain.endRuntime();
    if (backAtMs === undefined)
      options.onRuntimeDone(endedAtMs, failure, times.spans(runtime.answeringAtMs, undefined));
    return { startedAtMs, endedAtMs, failure, spans: [] };
  };
  for (;;) {
    const { fact, atMs } = await runtime.nextFact(remainingMs());
    switch (fact.type) {
      case 'responseTruncated':
        // Mostly because the process is ending: then its end is the reason.
        if (await runtime.endsWithin(Math.min(exitAfterTruncationMs, remainingMs()))) continue;
        times.answeredAtMs = atMs;
        options.onAnswer(outcomeOf(fact, invocation));
        continue;
      case 'response':
      case 'error':
      case 'responseTooLarge':
        times.answeredAtMs = atMs;
        options.onAnswer(outcomeOf(fact, invocation));
        continue;
      case 'next':
        await runtime.settleOutput();
        // It may have been over the limit between two looks. The answer is out; the environment ends as it would have.
        if (options.sample()) return failed(atMs, outOfMemoryFailure());
        backAtMs = atMs;
        options.onRuntimeDone(atMs, undefined, times.spans(runtime.answeringAtMs, atMs));
        break;
      case 'exit':
      case 'extensionExit':
        return failed(atMs, endFailure(fact, extensions.reportedError));
      case 'deadline':
        options.sample();
        return failed(atMs, timeoutFailure(timeoutMs));
      default:
        // Extensions that are back are asked below; the session refuses an init error after the first next.
        break;
    }
    if (backAtMs === undefined || (domain.hasExtensions && !extensions.areReady)) continue;
    const spans = domain.hasExtensions ? [times.span('extensionOverhead', backAtMs, atMs)] : [];
    return { startedAtMs, endedAtMs: atMs, failure: undefined, spans };
  }
}

/** The moments between which the spans of a record lie. */
class SpanTimes {
  readonly #deliveredAtMs: number;
  /** What turns monotonic time into the wall's. */
  readonly #offsetMs: number;
  answeredAtMs: number | undefined;

  constructor(clock: Clock) {
    this.#deliveredAtMs = clock.monotonic();
    this.#offsetMs = clock.now() - this.#deliveredAtMs;
  }

  span(name: Span['name'], fromMs: number, toMs: number): Span {
    return { name, start: this.#offsetMs + fromMs, durationMs: toMs - fromMs };
  }

  spans(answeringAtMs: number | undefined, backAtMs: number | undefined): readonly Span[] {
    const { answeredAtMs } = this;
    if (answeringAtMs === undefined) return [];
    const spans = [this.span('responseLatency', this.#deliveredAtMs, answeringAtMs)];
    if (answeredAtMs === undefined) return spans;
    spans.push(this.span('responseDuration', answeringAtMs, answeredAtMs));
    if (backAtMs !== undefined) spans.push(this.span('runtimeOverhead', answeredAtMs, backAtMs));
    return spans;
  }
}
