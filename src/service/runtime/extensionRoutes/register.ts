/** `POST /extension/register`: an extension says who it is and which events it wants. */

import type { IncomingMessage } from 'node:http';
import { ApiRefusal } from '../../environment/apiRefusal.ts';
import { readBody, sendJson } from '../reply.ts';
import type { ExtensionRoute } from '../route.ts';

/** Names and a list of events. */
const bodyLimitBytes = 64 * 1024;

export const postRegister: ExtensionRoute = async (session, request, response) => {
  const events = await readEvents(request);
  const extension = session.register({ extensionName: headerOf(request, 'lambda-extension-name'), events });
  const { accountId, ...registered } = session.function;
  const features = headerOf(request, 'lambda-extension-accept-feature').split(',');
  const isAccountWanted = features.some((feature) => feature.trim() === 'accountId');
  const body = JSON.stringify(isAccountWanted ? { ...registered, accountId } : registered);
  sendJson(response, 200, body, { 'Lambda-Extension-Identifier': extension.identifier });
};

async function readEvents(request: IncomingMessage): Promise<readonly unknown[]> {
  const body = await readBody(request, bodyLimitBytes);
  let wanted: unknown;
  try {
    wanted = JSON.parse(Buffer.from(body ?? '').toString('utf8'));
  } catch (error) {
    throw invalidFormat(error instanceof Error ? error.message : String(error));
  }
  const { events = [], configurationKeys } = (wanted ?? {}) as { events?: unknown; configurationKeys?: unknown };
  if (Array.isArray(configurationKeys) && configurationKeys.length > 0) {
    throw invalidFormat('configurationKeys are deprecated; use environment variables instead');
  }
  if (!Array.isArray(events)) throw invalidFormat('events is not a list');
  return events;
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function invalidFormat(message: string): ApiRefusal {
  return new ApiRefusal(403, 'InvalidRequestFormat', message);
}
