/** `POST /runtime/invocation/{requestId}/response`: the function's result. */

import { limits } from '../../../lambda/limits.ts';
import { RuntimeRefusal } from '../../environment/runtimeSession.ts';
import { readBody, sendAccepted } from '../reply.ts';
import type { RuntimeRoute } from '../route.ts';

const modeHeader = 'lambda-runtime-function-response-mode';

export const postResponse: RuntimeRoute = async (session, request, response, requestId) => {
  session.checkAnswer(requestId, 'InvocationResponse');
  const mode = request.headers[modeHeader];
  if (mode !== undefined && mode !== 'streaming') {
    throw new RuntimeRefusal(400, 'InvalidFunctionResponseMode', `Invalid response mode: ${mode}`);
  }
  const payload = await readBody(request, limits.runtimeResponseBytes);
  if (payload === undefined) {
    session.answer(requestId, { type: 'responseTooLarge' });
    throw new RuntimeRefusal(
      413,
      'RequestEntityTooLarge',
      `Exceeded maximum allowed payload size (${limits.runtimeResponseBytes} bytes).`,
    );
  }
  sendAccepted(response);
  session.answer(requestId, streamError(request.trailers) ?? { type: 'response', payload });
};

/** A stream that failed after its first byte says so in trailers; the error object travels as base64. */
function streamError(trailers: NodeJS.Dict<string>) {
  const errorType = trailers['lambda-runtime-function-error-type'];
  if (errorType === undefined) return undefined;
  const payload = Buffer.from(trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
  return { type: 'error', error: { errorType, payload } } as const;
}
