/** Sends an answer: bytes at once, or the frames of a stream as they come. */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WireResponse } from '../wire/operation.ts';

/** A body up to this size is copied behind its head: one piece for the socket costs half of two. */
const shortBytes = 16 * 1024;

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
    if (!hasBody) response.end();
    else if (typeof body === 'string' || body.byteLength > shortBytes) response.end(body);
    else response.end(bytesAsText(body), 'latin1');
    return;
  }
  response.writeHead(status, { 'x-amzn-requestid': requestId, ...headers });
  response.flushHeaders();
  await pipeline(Readable.from(body), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** One character for each byte: `latin1` turns them back into the same bytes. */
function bytesAsText({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}
