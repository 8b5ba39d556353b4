/** Reads request bodies without ever holding more than the operation allows. */

import type { IncomingMessage } from 'node:http';

/** Resolves with the body, or rejects with `tooLarge()` as soon as more than `limit` bytes are announced or come. */
export function readBody(request: IncomingMessage, limit: number, tooLarge: () => Error): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isWhole = false;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > limit) {
        request.removeAllListeners('data');
        chunks.length = 0;
        reject(tooLarge());
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => {
      isWhole = true;
      resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      // An error gathers its stack when it is made, and every request is closed in the end.
      if (!isWhole) reject(new ClientGoneError());
    });
  });
}

/** The client closed the connection before it had sent its request: there is nobody to answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}
