/** Sends an answer: bytes at once, or the frames of a stream as they come. */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WireResponse } from '../wire/operation.ts';

/** Resolves when everything was handed to the socket. A client that leaves early is no error. */
export async function writeResponse(
  response: ServerResponse,
  requestId: string,
  { status, headers, body }: WireResponse,
): Promise<void> {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const hasBody = status !== 204;
    response.writeHead(status, {
      'x-amzn-requestid': requestId,
      ...headers,
      ...(hasBody ? { 'content-length': Buffer.byteLength(body) } : {}),
    });
    response.end(hasBody ? body : undefined);
    return;
  }
  response.writeHead(status, { 'x-amzn-requestid': requestId, ...headers });
  response.flushHeaders();
  await pipeline(Readable.from(body), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
