/** What a route of the Runtime API is: one file per route in `routes/`. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RuntimeSession } from '../environment/runtimeSession.ts';

/** Handles one request; what it throws becomes a refusal. `requestId` is empty where the path has none. */
export type RuntimeRoute = (
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
) => Promise<void>;
