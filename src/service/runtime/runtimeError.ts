/** Reads what a runtime posts about an error: its type from a header, its object from the body. */

import type { IncomingMessage } from 'node:http';
import { limits } from '../../lambda/limits.ts';
import type { RuntimeError } from '../environment/runtimeSession.ts';
import { readBody } from './reply.ts';

/** The body is passed on as it is when it is JSON; anything else becomes an error object of the type. */
export async function readRuntimeError(request: IncomingMessage, unknownType: string): Promise<RuntimeError> {
  const body = await readBody(request, limits.runtimeResponseBytes);
  const header = request.headers['lambda-runtime-function-error-type'];
  const errorType = typeof header === 'string' && header !== '' ? header : unknownType;
  if (body !== undefined && isJson(body)) return { errorType, payload: body };
  const errorMessage = body === undefined ? 'The error was too large.' : Buffer.from(body).toString('utf8');
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(body).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
