/** InvokeWithResponseStream: the response reaches the caller while the function still writes it. */

import type {
  InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCommandOutput,
  InvokeWithResponseStreamResponseEvent,
} from '@aws-sdk/client-lambda';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import type { InvocationOutcome } from '../../invoke/invocation.ts';
import { ResponseStream } from '../../invoke/responseStream.ts';
import { eventStreamContentType } from '../../wire/eventStream.ts';
import type { Action } from '../context.ts';
import { requestedInvocation } from '../requestedInvocation.ts';

/** As it comes off the wire: the payload is the body of the request. */
type Input = Omit<InvokeWithResponseStreamCommandInput, 'Payload'> & { readonly Payload?: Uint8Array };

export const invokeWithResponseStream: Action<Input, InvokeWithResponseStreamCommandOutput> = async (
  input,
  context,
) => {
  const invocation = requestedInvocation(input, context);
  context.responseHeaders['x-amzn-trace-id'] = invocation.traceId;
  if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
  const stream = new ResponseStream(context.closed);
  const outcome = context.parts.invoker.invoke({ ...invocation, responseSink: stream }).finally(() => stream.end());
  // What is refused is answered as an error; after the first byte it is too late for that.
  await Promise.race([stream.started, outcome]);
  return {
    StatusCode: 200,
    ExecutedVersion: invocation.version.version,
    ResponseStreamContentType: eventStreamContentType,
    EventStream: events(stream, outcome),
  };
};

async function* events(
  stream: ResponseStream,
  running: Promise<InvocationOutcome>,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  // A caller who leaves never asks how it ended.
  running.catch(() => {});
  for await (const Payload of stream) yield { PayloadChunk: { Payload } };
  const outcome = await running;
  // The service is closing. Whoever reads must not take what came for the whole of it.
  if (stream.isCut)
    throw new LambdaServiceError('ServiceException', 500, 'The local service ended.', { fault: 'Service' });
  const isWhole = outcome.functionError === undefined && outcome.payload.byteLength > 0;
  if (isWhole) yield { PayloadChunk: { Payload: outcome.payload } };
  yield { InvokeComplete: completion(outcome) };
}

/** `Unhandled` is the code of a failure before the first byte; afterwards it is the type of the error. */
function completion({ functionError, payload, streamErrorType, logTail }: InvocationOutcome) {
  return {
    ...(functionError === undefined
      ? {}
      : { ErrorCode: streamErrorType ?? functionError, ErrorDetails: Buffer.from(payload).toString('utf8') }),
    ...(logTail === undefined ? {} : { LogResult: Buffer.from(logTail).toString('base64') }),
  };
}
