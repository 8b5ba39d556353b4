/** Answers of an environment's APIs, and the bodies of their requests. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../../base/humanError.ts';
import { ApiRefusal } from '../environment/apiRefusal.ts';

export const acceptedBody = '{"status":"OK"}\n';

export function sendAccepted(response: ServerResponse): void {
  sendJson(response, 202, acceptedBody);
}

export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  // The rest of a body that nobody wants still has to leave the socket, or the connection is stuck.
  request.resume();
  const { httpStatus, body } = refusalOf(error);
  sendJson(response, httpStatus, body);
}

/** How an error is told: an `ApiRefusal` as it is, anything else as the service's own. */
export function refusalOf(error: unknown): { readonly httpStatus: number; readonly body: string } {
  const { httpStatus, errorType } =
    error instanceof ApiRefusal ? error : { httpStatus: 500, errorType: 'InternalServerError' };
  return { httpStatus, body: JSON.stringify({ errorMessage: messageOf(error), errorType }) };
}

/** The connection ended before the body did. */
export function truncatedRequest(): ApiRefusal {
  return new ApiRefusal(400, 'TruncatedHTTPRequest', 'HTTP request detected as truncated');
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': length, ...headers });
  response.end(body);
}

/**
 * Reads a whole body. Resolves with `undefined` when it is longer than `limitBytes`: the rest is read and thrown away.
 * Rejects with `TruncatedHTTPRequest` when the connection ends first.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once('end', () => resolve(size > limitBytes ? undefined : Buffer.concat(chunks)));
    const truncated = () => reject(truncatedRequest());
    request.once('error', truncated);
    request.once('close', () => {
      if (!request.complete) truncated();
    });
  });
}
