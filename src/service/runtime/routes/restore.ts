/**
 * `GET /runtime/restore/next` and `POST /runtime/restore/error`: how runtimes with SnapStart run hooks before a snapshot
 * and after its restore. No process is frozen here, so the restore follows at once.
 */

import { sendAccepted, sendJson } from '../reply.ts';
import type { RuntimeRoute } from '../route.ts';
import { readRuntimeError } from '../runtimeError.ts';

export const getRestoreNext: RuntimeRoute = async (session, _request, response) => {
  session.restore();
  sendJson(response, 200, '');
};

export const postRestoreError: RuntimeRoute = async (session, request, response) => {
  const error = await readRuntimeError(request, 'Runtime.Unknown');
  session.failRestore(error);
  sendAccepted(response);
};
