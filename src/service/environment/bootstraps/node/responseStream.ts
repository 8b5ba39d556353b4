/** `awslambda.streamifyResponse`: what the handler writes is on its way to the caller at once. */

import { runtimeError } from './errors.ts';
import type { Handler } from './handlerLoader.ts';
import type { RuntimeClient } from './runtimeClient.ts';
import type { StreamedBody } from './streamedBody.ts';

const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const integrationContentType = 'application/vnd.awslambda.http-integration-response';

/** The end of an invocation's stream that the runtime holds. */
export interface OpenStream {
  /** What the handler writes to. */
  readonly stream: NodeJS.WritableStream;
  /** Resolves with the HTTP status once the handler has ended the stream and the service has taken everything. */
  readonly sent: Promise<number>;
  /** Ends the stream with an error, behind everything that was written before. */
  fail(error: { readonly errorType: string }): Promise<number>;
}

type ResponseStream = NodeJS.WritableStream & {
  readonly writableEnded: boolean;
  setContentType(contentType: string): void;
  beforeFirstWrite?: (() => void) | undefined;
};

/** Defines the global that streaming handlers are written with. */
export function installStreaming(): void {
  Object.defineProperty(globalThis, 'awslambda', {
    configurable: true,
    writable: true,
    value: {
      streamifyResponse: (handler: Handler) => Object.assign(handler, { [streamingMark]: 'response' }),
      HttpResponseStream: { from: withPrelude },
    },
  });
}

export function isStreaming(handler: Handler): boolean {
  const mark = (handler as unknown as Record<symbol, unknown>)[streamingMark];
  if (mark === undefined || mark === null || mark === false) return false;
  if (mark === 'response') return true;
  throw runtimeError('Runtime.MalformedStreamingHandler', 'Only response streaming is supported.');
}

/** Opens the response of an invocation; nothing is sent before the first byte or the end. */
export function openStream(client: RuntimeClient, requestId: string): OpenStream {
  // Loaded on first use: most functions do not stream.
  const { Writable } = require('node:stream') as typeof import('node:stream');
  let contentType = 'application/octet-stream';
  let body: StreamedBody | undefined;
  let failure: { readonly errorType: string } | undefined;
  let accept: (status: number) => void = () => {};
  const sent = new Promise<number>((resolve) => {
    accept = resolve;
  });
  const opened = () => {
    body ??= client.openResponse(requestId, contentType);
    return body;
  };
  const end = () => {
    if (failure !== undefined) return client.fail(requestId, failure);
    return opened().end();
  };
  const stream = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => opened().write(chunk, done),
    final: (done) => {
      void end().then(accept);
      done();
    },
  }) as unknown as ResponseStream;
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) => {
    const prelude = stream.beforeFirstWrite;
    stream.beforeFirstWrite = undefined;
    prelude?.();
    const isText = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return write(isText ? chunk : JSON.stringify(chunk), ...rest);
  };
  stream.setContentType = (type) => {
    if (body !== undefined) {
      throw runtimeError('Runtime.InvalidStreamingOperation', 'Cannot set content-type, too late.');
    }
    contentType = type;
  };
  return {
    stream,
    sent,
    fail(error) {
      // The handler may have ended its stream before it failed: then the caller has a whole response.
      if (!stream.writableEnded) {
        failure = error;
        stream.end();
      }
      return sent;
    },
  };
}

/** Puts status and headers before the body: JSON, eight zero bytes, then what the handler writes. */
function withPrelude(stream: ResponseStream, prelude: unknown): ResponseStream {
  stream.setContentType(integrationContentType);
  const metadata = JSON.stringify(prelude);
  stream.beforeFirstWrite = () => {
    stream.beforeFirstWrite = undefined;
    stream.write(metadata);
    stream.write(new Uint8Array(8));
  };
  return stream;
}
