/** `POST /runtime/invocation/{requestId}/error`: the function failed; its error object goes to the caller as it is. */

import { sendAccepted } from '../reply.ts';
import { answeredInvocation, type RuntimeRoute } from '../route.ts';
import { readRuntimeError } from '../runtimeError.ts';

export const postInvocationError: RuntimeRoute = async (session, request, response, requestId) => {
  session.checkAnswer(answeredInvocation(request, requestId), 'InvocationErrorResponse');
  const error = await readRuntimeError(request, 'Function.Unknown');
  sendAccepted(response);
  session.answer(requestId, { type: 'error', error });
};
