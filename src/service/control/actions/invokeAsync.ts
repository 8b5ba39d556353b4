/** InvokeAsync: the way to invoke asynchronously before Invoke had a type for it. Deprecated, and still answered. */

import type { InvokeAsyncCommandInput, InvokeAsyncCommandOutput } from '@aws-sdk/client-lambda';
import type { Action } from '../context.ts';
import { requestedInvocation } from '../requestedInvocation.ts';

/** The arguments are the body of the request. */
type InvokeAsyncInput = Omit<InvokeAsyncCommandInput, 'InvokeArgs'> & { readonly InvokeArgs?: Uint8Array };

export const invokeAsync: Action<InvokeAsyncInput, InvokeAsyncCommandOutput> = (input, context) => {
  const { FunctionName, InvokeArgs } = input;
  const payload = InvokeArgs === undefined ? {} : { Payload: InvokeArgs };
  const invocation = requestedInvocation({ FunctionName, ...payload, InvocationType: 'Event' }, context);
  context.parts.invoker.enqueue(invocation);
  return { Status: 202 };
};
