/** Invoke: synchronous, asynchronous, or a rehearsal. A failing function is a successful invoke. */

import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requestedInvocation } from '../requestedInvocation.ts';

/** The members as they come off the wire: the payload is the body of the request. */
type InvokeInput = Omit<InvokeCommandInput, 'Payload'> & { readonly Payload?: Uint8Array };
/** And as they go back: bytes, without the SDK's conveniences. */
type InvokeOutput = Omit<InvokeCommandOutput, 'Payload'> & { readonly Payload?: Uint8Array };

export const invoke: Action<InvokeInput, InvokeOutput> = async (input, context) => {
  const invocation = requestedInvocation(input, context);
  context.responseHeaders['x-amzn-trace-id'] = invocation.traceId;
  switch (input.InvocationType ?? 'RequestResponse') {
    case 'DryRun':
      return { StatusCode: 204 };
    case 'Event':
      context.parts.invoker.enqueue(invocation);
      return { StatusCode: 202 };
    default: {
      const outcome = await context.parts.invoker.invoke(invocation);
      return {
        StatusCode: 200,
        ExecutedVersion: invocation.version.version,
        Payload: outcome.payload,
        ...(outcome.functionError === undefined ? {} : { FunctionError: outcome.functionError }),
        ...(outcome.logTail === undefined ? {} : { LogResult: Buffer.from(outcome.logTail).toString('base64') }),
      };
    }
  }
};
