/** Asynchronous invocations that the service itself begins, without a request: for destinations and for log subscriptions. */

import { randomUUID } from 'node:crypto';
import { limits } from '../../lambda/limits.ts';
import type { ServiceParts } from './context.ts';
import { lambdaErrors } from './lambdaErrors.ts';
import { requestedInvocation } from './requestedInvocation.ts';

export interface OwnInvocation {
  readonly functionArn: string;
  readonly region: string;
  /** JSON text. */
  readonly payload: Uint8Array;
  /** Of the invocation that led to this one. */
  readonly traceHeader?: string;
}

/** Accepts the invocation. Throws `LambdaServiceError` as Invoke would: the function may be gone by now, or be pending. */
export function enqueueOwn({ functionArn, region, payload, traceHeader }: OwnInvocation, parts: ServiceParts): void {
  if (payload.byteLength > limits.asyncPayloadBytes) throw lambdaErrors.payloadTooLarge(limits.asyncPayloadBytes);
  const invocation = requestedInvocation(
    { FunctionName: functionArn, InvocationType: 'Event', Payload: payload },
    {
      parts,
      requestId: randomUUID(),
      region,
      endpoint: '',
      traceHeader,
      environmentHeader: undefined,
      responseHeaders: {},
      closed: neverClosed,
    },
  );
  parts.invoker.enqueue(invocation);
}

const neverClosed = new AbortController().signal;
