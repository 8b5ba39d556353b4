/** Sends an answer: bytes at once, or the frames of a stream as they come. */

import type { ServerResponse } from 'node:http';
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
  await writeStream(response, body);
}

/** No faster than the client reads. Whoever makes the stream is told when the client has left. */
async function writeStream(response: ServerResponse, body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await roomIn(response);
  }
  if (!response.destroyed) response.end();
}

/** Resolves also when the client has left. */
function roomIn(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}

/** One character for each byte: `latin1` turns them back into the same bytes. */
function bytesAsText({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}
