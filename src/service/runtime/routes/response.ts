/** `POST /runtime/invocation/{requestId}/response`: the function's result. */

import { limits } from '../../../lambda/limits.ts';
import { ApiRefusal } from '../../environment/apiRefusal.ts';
import type { RuntimeSession } from '../../environment/runtimeSession.ts';
import { relayResponse } from '../relayResponse.ts';
import { readBody, sendAccepted, truncatedRequest } from '../reply.ts';
import { answeredInvocation, type RuntimeRoute } from '../route.ts';

const modeHeader = 'lambda-runtime-function-response-mode';

export const postResponse: RuntimeRoute = async (session, request, response, requestId) => {
  session.checkAnswer(answeredInvocation(request, requestId), 'InvocationResponse');
  const mode = request.headers[modeHeader];
  if (mode !== undefined && mode !== 'streaming') {
    throw new ApiRefusal(400, 'InvalidFunctionResponseMode', 'Invalid function response mode');
  }
  const sink = mode === undefined ? undefined : session.openResponse();
  if (sink === undefined) return gather(session, request, response, requestId);
  const end = await relayResponse(request, sink, limits.streamedResponseBytes);
  if (end === 'truncated') {
    session.answer(requestId, { type: 'responseTruncated' });
    throw truncatedRequest();
  }
  if (end === 'too large') refuseSize(session, requestId, limits.streamedResponseBytes);
  sendAccepted(response);
  session.answer(requestId, streamError(request.trailers) ?? { type: 'response', payload: new Uint8Array() });
};

const gather: RuntimeRoute = async (session, request, response, requestId) => {
  const payload = await readBody(request, limits.runtimeResponseBytes);
  if (payload === undefined) refuseSize(session, requestId, limits.runtimeResponseBytes);
  sendAccepted(response);
  session.answer(requestId, streamError(request.trailers) ?? { type: 'response', payload });
};

function refuseSize(session: RuntimeSession, requestId: string, limitBytes: number): never {
  session.answer(requestId, { type: 'responseTooLarge' });
  throw new ApiRefusal(413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${limitBytes} bytes).`);
}

/** A stream that failed after its first byte says so in trailers; the error object travels as base64. */
function streamError(trailers: NodeJS.Dict<string>) {
  const errorType = trailers['lambda-runtime-function-error-type'];
  if (errorType === undefined) return undefined;
  const payload = Buffer.from(trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
  return { type: 'error', error: { errorType, payload } } as const;
}
