/** `GET /extension/event/next`: waits for an event, however long that takes. */

import { randomUUID } from 'node:crypto';
import { sendJson } from '../reply.ts';
import type { ExtensionRoute } from '../route.ts';
import { callerOf } from './caller.ts';

export const getExtensionEvent: ExtensionRoute = async (session, request, response) => {
  const event = await session.next(callerOf(session, request));
  sendJson(response, 200, JSON.stringify(event), { 'Lambda-Extension-Event-Identifier': randomUUID() });
};
