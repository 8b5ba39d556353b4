/** `PUT /telemetry` and `PUT /logs`: an extension wants telemetry sent to a port that it listens on. */

import { ApiRefusal } from '../../environment/apiRefusal.ts';
import type { TelemetryApi } from '../../environment/telemetry/subscriptionRequest.ts';
import { readBody, sendJson } from '../reply.ts';
import type { ExtensionRoute } from '../route.ts';
import { callerOf } from './caller.ts';

const bodyLimitBytes = 1024 * 1024;

export const putSubscription =
  (api: TelemetryApi): ExtensionRoute =>
  async (session, request, response) => {
    const extension = callerOf(session, request);
    const body = await readBody(request, bodyLimitBytes);
    if (body === undefined) throw new ApiRefusal(400, `${api}.DeserializationError`, 'http: request body too large');
    sendJson(response, 200, JSON.stringify(session.subscribe(extension.name, api, body)));
  };
