/** `awslambda.streamifyResponse`: the handler writes to a stream. Its bytes are gathered and sent as one response. */

import { runtimeError } from './errors.ts';
import type { Handler } from './handlerLoader.ts';

const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const integrationContentType = 'application/vnd.awslambda.http-integration-response';

interface GatheringStream {
  readonly stream: NodeJS.WritableStream;
  readonly finished: Promise<void>;
  body(): Uint8Array;
  contentType(): string;
}

type ResponseStream = NodeJS.WritableStream & {
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

/** Loaded on first use: most functions do not stream. */
export function gatheringStream(): GatheringStream {
  const { Writable } = require('node:stream') as typeof import('node:stream');
  const chunks: Buffer[] = [];
  let contentType = 'application/octet-stream';
  const stream = new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  }) as unknown as ResponseStream;
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) => {
    stream.beforeFirstWrite?.();
    stream.beforeFirstWrite = undefined;
    const isText = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return write(isText ? chunk : JSON.stringify(chunk), ...rest);
  };
  stream.setContentType = (type) => {
    if (chunks.length > 0) {
      throw runtimeError('Runtime.InvalidStreamingOperation', 'Cannot set content-type, too late.');
    }
    contentType = type;
  };
  return {
    stream,
    finished: new Promise((resolve, reject) => stream.once('finish', resolve).once('error', reject)),
    body: () => Buffer.concat(chunks),
    contentType: () => contentType,
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
