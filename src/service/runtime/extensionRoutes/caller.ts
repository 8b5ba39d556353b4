/** Which extension calls: its identifier is in a header. */

import type { IncomingMessage } from 'node:http';
import type { Extension } from '../../environment/extensions/extension.ts';
import type { ExtensionSession } from '../../environment/extensions/extensionSession.ts';

/** Throws `ApiRefusal`. */
export function callerOf(session: ExtensionSession, { headers }: IncomingMessage): Extension {
  const identifier = headers['lambda-extension-identifier'];
  return session.find(typeof identifier === 'string' ? identifier : undefined);
}
