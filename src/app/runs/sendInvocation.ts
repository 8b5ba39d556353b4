/** One invocation of one function on one target: sent once, waited for as long as it may run, told as data however it ends. */

import type { FunctionConfiguration, InvokeCommandInput } from '@aws-sdk/client-lambda';
import { type Clock, withDeadline } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LambdaApi } from '../../lambda/api.ts';
import type { PriceTable } from '../../lambda/cost.ts';
import { limits } from '../../lambda/limits.ts';
import type { RunResult, StreamedAnswer } from '../../protocol/invokePanel.ts';
import { abandonable } from '../abandonable.ts';
import { refusalOf } from '../refusal.ts';
import { type InvokeOutput, runAnswerOf } from '../runAnswer.ts';
import type { Target } from '../target.ts';
import { type StreamedOutput, streamInvocation } from './streamInvocation.ts';

export interface InvocationOptions {
  readonly target: Target;
  readonly functionName: string;
  /** Its timeout bounds the wait, its memory and architecture price the call. */
  readonly configuration: FunctionConfiguration | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly prices: PriceTable;
}

/** Beyond the function's timeout: a cold start (Init has 10 s), the way there and back, and a timeout raised meanwhile. */
const timeoutMarginMs = 30_000;

/** How an invocation differs from a plain one. */
export interface InvocationMode {
  /** In a new execution environment, where the endpoint can do that. */
  readonly isFresh?: boolean;
  /** The response is streamed, and what has arrived so far is told. */
  readonly onProgress?: (streamed: StreamedAnswer) => void;
}

/**
 * Never rejects, and never sends twice. Aborting the signal closes the request and settles at once;
 * what the function has begun, it may finish.
 */
export async function sendInvocation(
  request: InvokeCommandInput,
  eventText: string,
  options: InvocationOptions,
  signal: AbortSignal,
  mode: InvocationMode = {},
): Promise<RunResult> {
  const { target, functionName, configuration, clock, log, prices } = options;
  const startedAt = clock.now();
  try {
    const { lambda } = await abandonable(target.connect(signal), signal);
    const sentAt = clock.monotonic();
    const sent = call(lambda, request, options, signal, mode);
    const { output, stream } = await abandonable(sent, signal);
    const answer = runAnswerOf(output, {
      functionName,
      region: target.region,
      configuration,
      prices,
      eventText,
      startedAt,
      clientMs: clock.monotonic() - sentAt,
      receivedAt: clock.now(),
    });
    return stream ? { ...answer, stream } : answer;
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled', startedAt };
    log.warn(`Invoke ${functionName} on ${target.label} failed`, error);
    return refusalOf(error, { functionName, target, startedAt });
  }
}

async function call(
  lambda: LambdaApi,
  request: InvokeCommandInput,
  { configuration, clock }: InvocationOptions,
  signal: AbortSignal,
  { isFresh, onProgress }: InvocationMode,
): Promise<{ readonly output: InvokeOutput; readonly stream?: StreamedOutput['stream'] }> {
  const requestTimeoutMs = waitMs(request, configuration);
  const how = (inner: AbortSignal) => ({
    signal: inner,
    requestTimeoutMs,
    ...(isFresh ? { freshEnvironment: true } : {}),
  });
  if (!onProgress) return { output: await lambda.invoke(request, how(signal)) };
  // The client's own deadline ends with the head of the response; a stream may stand still after it.
  return withDeadline(
    clock,
    requestTimeoutMs,
    'the end of the streamed response',
    (inner) => streamInvocation(lambda, request, how(inner), clock, onProgress),
    signal,
  );
}

/** A function may run for as long as its timeout allows, so that is how long its answer is waited for. */
function waitMs(request: InvokeCommandInput, configuration: FunctionConfiguration | undefined): number {
  if (request.InvocationType !== 'RequestResponse') return timeoutMarginMs;
  return (configuration?.Timeout ?? limits.timeoutMaxS) * 1000 + timeoutMarginMs;
}
