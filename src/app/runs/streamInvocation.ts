/** One invocation whose response is streamed: told while it arrives, and as an answer like any other at its end. */

import type { InvokeCommandInput, InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/humanError.ts';
import type { LambdaApi } from '../../lambda/api.ts';
import type { StreamError, StreamedAnswer, StreamTimes } from '../../protocol/invokePanel.ts';
import type { InvokeOutput } from '../runAnswer.ts';
import { StreamedPayload } from './streamedPayload.ts';

export interface StreamedOutput {
  readonly output: InvokeOutput;
  readonly stream: StreamTimes & { readonly error?: StreamError };
}

/** A view that draws more often than this draws nothing that an eye could see. */
const tellEveryMs = 80;

/**
 * Rejects when the request is refused, and when the signal aborts. A stream that breaks off after it began is an answer:
 * what had arrived, and how it ended.
 */
export async function streamInvocation(
  lambda: LambdaApi,
  request: InvokeCommandInput,
  options: { readonly signal: AbortSignal; readonly requestTimeoutMs: number; readonly freshEnvironment?: boolean },
  clock: Clock,
  onProgress: (streamed: StreamedAnswer) => void,
): Promise<StreamedOutput> {
  const sentAt = clock.monotonic();
  const { InvocationType: _type, ...rest } = request;
  const output = await lambda.invokeWithResponseStream(rest, options);
  const payload = new StreamedPayload();
  let toldAt = Number.NEGATIVE_INFINITY;
  let complete: InvokeWithResponseStreamResponseEvent['InvokeComplete'];
  let error: StreamError | undefined;
  try {
    for await (const event of output.EventStream ?? []) {
      if (event.PayloadChunk?.Payload) payload.add(event.PayloadChunk.Payload, clock.monotonic() - sentAt);
      complete = event.InvokeComplete ?? complete;
      if (clock.monotonic() - toldAt < tellEveryMs) continue;
      toldAt = clock.monotonic();
      onProgress(payload.soFar);
    }
  } catch (reason) {
    options.signal.throwIfAborted();
    error = { code: reason instanceof Error ? reason.name : 'Error', details: messageOf(reason) };
  }
  if (complete?.ErrorCode) error = { code: complete.ErrorCode, details: complete.ErrorDetails ?? '' };
  return {
    output: {
      $metadata: output.$metadata,
      StatusCode: output.StatusCode,
      ExecutedVersion: output.ExecutedVersion,
      LogResult: complete?.LogResult,
      Payload: payload.payload as InvokeOutput['Payload'],
    } as InvokeOutput,
    stream: { ...payload.times, ...(error ? { error } : {}) },
  };
}
