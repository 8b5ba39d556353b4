/**
 * The Runtime API over one kept-alive socket. `node:http` would cost more to load than the whole rest of this program,
 * and a cold start is what the developer waits for.
 */

import { connect, type Socket } from 'node:net';
import { StreamedBody } from './streamedBody.ts';

export interface NextInvocation {
  readonly requestId: string;
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string | undefined;
  readonly clientContext: string | undefined;
  readonly cognitoIdentity: string | undefined;
  readonly tenantId: string | undefined;
  /** JSON text. */
  readonly event: string;
}

interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const base = '/2018-06-01/runtime';

export class RuntimeClient {
  readonly #socket: Socket;
  readonly #host: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: ((answer: Answer) => void) | undefined;
  /** A response whose head is out and whose end is not: nothing else may be sent before. */
  #open: StreamedBody | undefined;

  /** `address` is `host:port`. The process ends when the connection does: then the service is gone. */
  constructor(address: string) {
    this.#host = address;
    const separator = address.lastIndexOf(':');
    this.#socket = connect({
      host: address.slice(0, separator),
      port: Number(address.slice(separator + 1)),
      noDelay: true,
    });
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', () => process.exit(1));
    this.#socket.on('close', () => process.exit(1));
    this.#socket.unref();
  }

  async next(): Promise<NextInvocation> {
    const { headers, body } = await this.#request(
      `GET ${base}/invocation/next HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`,
    );
    return {
      requestId: headers.get('lambda-runtime-aws-request-id') ?? '',
      deadlineMs: Number(headers.get('lambda-runtime-deadline-ms')),
      invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn') ?? '',
      traceId: headers.get('lambda-runtime-trace-id'),
      clientContext: headers.get('lambda-runtime-client-context'),
      cognitoIdentity: headers.get('lambda-runtime-cognito-identity'),
      tenantId: headers.get('lambda-runtime-aws-tenant-id'),
      event: body.toString('utf8'),
    };
  }

  /** Resolves with the HTTP status: 202, or 413 for a response that is too large. */
  async respond(requestId: string, body: string | Uint8Array, contentType = 'application/json'): Promise<number> {
    return this.#post(`/invocation/${requestId}/response`, body, `Content-Type: ${contentType}\r\n`);
  }

  /** Begins a response that is written piece by piece. */
  openResponse(requestId: string, contentType: string): StreamedBody {
    const head =
      `POST ${base}/invocation/${requestId}/response HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Type: ${contentType}\r\n` +
      'Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n' +
      'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n';
    this.#open = new StreamedBody(this.#socket, head, async (lastBytes) => {
      this.#open = undefined;
      return (await this.#request(lastBytes)).status;
    });
    return this.#open;
  }

  /** A response that has begun can only be ended with the error; any other is replaced by it. */
  async fail(requestId: string, error: { readonly errorType: string }): Promise<number> {
    if (this.#open !== undefined) return this.#open.fail(headerText(error.errorType), JSON.stringify(error));
    return this.#postError(`/invocation/${requestId}/error`, error);
  }

  async failInit(error: { readonly errorType: string }): Promise<number> {
    return this.#postError('/init/error', error);
  }

  #postError(path: string, error: { readonly errorType: string }): Promise<number> {
    return this.#post(
      path,
      JSON.stringify(error),
      `Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: ${headerText(error.errorType)}\r\n`,
    );
  }

  async #post(path: string, body: string | Uint8Array, headers: string): Promise<number> {
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const head = `POST ${base}${path} HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Length: ${length}\r\n${headers}\r\n`;
    const answer = typeof body === 'string' ? this.#request(head + body) : this.#request(head, body);
    return (await answer).status;
  }

  /** While an answer is awaited the socket keeps the process alive; while the handler runs it must not. */
  #request(head: string, body?: Uint8Array): Promise<Answer> {
    this.#socket.ref();
    this.#socket.write(head);
    if (body !== undefined) this.#socket.write(body);
    return new Promise((resolve) => {
      this.#waiting = (answer) => {
        this.#waiting = undefined;
        this.#socket.unref();
        resolve(answer);
      };
    });
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const [statusLine = '', ...lines] = this.#received.toString('latin1', 0, headEnd).split('\r\n');
    const headers = new Map<string, string>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      // Header values travel as bytes; the client context is JSON in UTF-8.
      const value = Buffer.from(line.slice(colon + 1).trim(), 'latin1').toString('utf8');
      headers.set(line.slice(0, colon).toLowerCase(), value);
    }
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(headers.get('content-length') ?? 0);
    if (this.#received.length < bodyEnd) return;
    const body = this.#received.subarray(bodyStart, bodyEnd);
    this.#received = this.#received.subarray(bodyEnd);
    this.#waiting?.({ status: Number(statusLine.split(' ')[1]), headers, body });
  }
}

/** A class may be named in any script; a header value may not. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
