/** Answers of the Runtime API, and the bodies of its requests. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../../base/humanError.ts';
import { RuntimeRefusal } from '../environment/runtimeSession.ts';

export function sendAccepted(response: ServerResponse): void {
  sendJson(response, 202, '{"status":"OK"}\n');
}

export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  // The rest of a body that nobody wants still has to leave the socket, or the connection is stuck.
  request.resume();
  const { httpStatus, errorType } =
    error instanceof RuntimeRefusal ? error : { httpStatus: 500, errorType: 'Internal' };
  sendJson(response, httpStatus, JSON.stringify({ errorMessage: messageOf(error), errorType }));
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
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
    const truncated = () => reject(new RuntimeRefusal(400, 'TruncatedHTTPRequest', 'HTTP request was truncated'));
    request.once('error', truncated);
    request.once('close', () => {
      if (!request.complete) truncated();
    });
  });
}
