/** `POST /runtime/init/error`: the runtime could not load the function, and is about to end. */

import { sendAccepted } from '../reply.ts';
import type { RuntimeRoute } from '../route.ts';
import { readRuntimeError } from '../runtimeError.ts';

export const postInitError: RuntimeRoute = async (session, request, response) => {
  const error = await readRuntimeError(request, 'Runtime.Unknown');
  session.failInit(error);
  sendAccepted(response);
};
