/** What a route of an environment's APIs is: one file per route in `routes/` and `extensionRoutes/`. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExtensionSession } from '../environment/extensions/extensionSession.ts';
import type { AnsweredInvocation, RuntimeSession } from '../environment/runtimeSession.ts';

/** Handles one request; what it throws becomes a refusal. `requestId` is empty where the path has none. */
export type RuntimeRoute = (
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
) => Promise<void>;

/** The same for a route that extensions call. */
export type ExtensionRoute = (
  session: ExtensionSession,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

/** What the runtime answers: the path names the invocation, a header perhaps the attempt at it. */
export function answeredInvocation({ headers }: IncomingMessage, requestId: string): AnsweredInvocation {
  const invocationId = headers['lambda-runtime-invocation-id'];
  return { requestId, invocationId: typeof invocationId === 'string' ? invocationId : undefined };
}
