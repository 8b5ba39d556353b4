/** `POST /extension/init/error` and `/extension/exit/error`: an extension cannot go on, and is about to end. */

import { ApiRefusal } from '../../environment/apiRefusal.ts';
import { sendAccepted } from '../reply.ts';
import type { ExtensionRoute } from '../route.ts';
import { callerOf } from './caller.ts';

export const postExtensionError =
  (to: 'InitError' | 'ExitError'): ExtensionRoute =>
  async (session, request, response) => {
    const extension = callerOf(session, request);
    const errorType = request.headers['lambda-extension-function-error-type'];
    if (typeof errorType !== 'string' || errorType === '') {
      const message = 'Lambda-Extension-Function-Error-Type not found';
      throw new ApiRefusal(403, 'Extension.MissingHeader', message);
    }
    session.fail(extension, to, errorType);
    request.resume();
    sendAccepted(response);
  };
