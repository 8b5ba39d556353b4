/** A function URL that streams: what the function writes is on its way to the caller at once, no faster than the caller reads. */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamedResponseOf } from '../../../lambda/httpResponse.ts';
import type { Invocation, InvocationOutcome, Invoker } from '../../invoke/invocation.ts';
import { ResponseStream } from '../../invoke/responseStream.ts';
import { internalError, type UrlResponse, urlResponse } from './urlResponse.ts';

/** Ends the prelude of `HttpResponseStream.from`; a stream that begins without one within so many bytes has none. */
const preludeEnd = Buffer.alloc(8);
const longestPrelude = 64 * 1024;

/** Resolves when the function has answered and everything was handed to the socket. A caller who leaves is no error. */
export async function streamToResponse(
  invocation: Invocation,
  invoker: Invoker,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const stream = new ResponseStream(AbortSignal.any([gone.signal, closing]));
  const outcome = invoker.invoke({ ...invocation, responseSink: stream }).finally(() => stream.end());
  outcome.catch(() => {});
  const chunks = stream[Symbol.asyncIterator]();
  const first = await firstBytes(chunks);
  if (first === undefined) {
    writeWhole(response, await outcome);
    return;
  }
  const { head, body } = headOf(first);
  for (const [name, value] of Object.entries(head.headers)) response.setHeader(name, value);
  response.writeHead(head.status);
  response.flushHeaders();
  await pipeline(Readable.from(rest(body, chunks, outcome)), response).catch((error: NodeJS.ErrnoException) => {
    // What fails in the middle can only be broken off.
    if (!response.destroyed) response.destroy();
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && !(error instanceof BrokenStreamError)) throw error;
  });
}

class BrokenStreamError extends Error {
  override readonly name = 'BrokenStreamError';
}

/** Enough to know whether there is a prelude; `undefined` when nothing was streamed. */
async function firstBytes(chunks: AsyncGenerator<Uint8Array>): Promise<Buffer | undefined> {
  let bytes = Buffer.alloc(0);
  while (true) {
    const { value, done } = await chunks.next();
    if (done) return bytes.byteLength === 0 ? undefined : bytes;
    bytes = Buffer.concat([bytes, value]);
    const mayBePrelude = bytes[0] === 0x7b && bytes.byteLength < longestPrelude;
    if (!mayBePrelude || bytes.includes(preludeEnd)) return bytes;
  }
}

function headOf(first: Buffer): { readonly head: Pick<UrlResponse, 'status' | 'headers'>; readonly body: Uint8Array } {
  const at = first.indexOf(preludeEnd);
  if (at < 0 || streamedResponseOf(first) === undefined) {
    return { head: { status: 200, headers: { 'content-type': 'application/octet-stream' } }, body: first };
  }
  return { head: urlResponse(first), body: first.subarray(at + preludeEnd.byteLength) };
}

async function* rest(
  body: Uint8Array,
  chunks: AsyncGenerator<Uint8Array>,
  outcome: Promise<InvocationOutcome>,
): AsyncGenerator<Uint8Array> {
  if (body.byteLength > 0) yield body;
  yield* chunks;
  const { functionError } = await outcome;
  if (functionError !== undefined) throw new BrokenStreamError();
}

/** Nothing was streamed: what the function returned is the body as it is, whatever it says of a status. */
function writeWhole(response: ServerResponse, { payload, functionError }: InvocationOutcome): void {
  if (functionError === undefined) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': payload.byteLength });
    response.end(payload);
  } else {
    response.writeHead(internalError.status, internalError.headers as Record<string, string>);
    response.end(internalError.body);
  }
}
