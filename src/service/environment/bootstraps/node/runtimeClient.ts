/**
 * The Runtime API over one kept-alive socket. `node:http` would cost more to load than the whole rest of this program,
 * and a cold start is what the developer waits for.
 */

import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answerReader.ts';
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

const base = '/2018-06-01/runtime';
/** Two headers of our own. Nothing was written since the last invocation, so no mark is to be waited for. */
const silent = 'Lambda-Workbench-Output: none\r\n';
/** The answer is not waited for: it may come together with that of the *next* which follows. */
const nextFollows = 'Lambda-Workbench-Then: next\r\n';

export class RuntimeClient {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #answers = new AnswerReader();
  /** Who waits for which answer, in the order of the requests. */
  readonly #waiting: ((answer: Answer) => void)[] = [];
  /**
   * Whether a request may follow another one that is not answered. Not once anything else than *next* and short
   * responses was sent: then `node:http` reads the connection, and may look at the second before it has all of the first.
   */
  #takesTwoAtOnce = true;
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
    this.#socket.on('data', (chunk) => {
      for (const answer of this.#answers.read(chunk)) this.#waiting.shift()?.(answer);
    });
    this.#socket.on('error', () => process.exit(1));
    this.#socket.on('close', () => process.exit(1));
    this.#socket.unref();
  }

  get takesTwoAtOnce(): boolean {
    return this.#takesTwoAtOnce;
  }

  /** Rejects when there is no invocation to be had: the process ends then, as any runtime client does. */
  async next(hasOutput: boolean): Promise<NextInvocation> {
    const { status, headers, body } = await this.#request(
      `GET ${base}/invocation/next HTTP/1.1\r\nHost: ${this.#host}\r\n${hasOutput ? '' : silent}\r\n`,
    );
    if (status !== 200) throw new Error(`The next invocation could not be fetched: HTTP status ${status}`);
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
  respond(requestId: string, body: string, then?: 'next follows'): Promise<number> {
    if (then === undefined) this.#takesTwoAtOnce = false;
    const headers = `Content-Type: application/json\r\n${then === undefined ? '' : nextFollows}`;
    return this.#post(`/invocation/${requestId}/response`, body, headers);
  }

  /** Begins a response that is written piece by piece. */
  openResponse(requestId: string, contentType: string): StreamedBody {
    this.#takesTwoAtOnce = false;
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
    this.#takesTwoAtOnce = false;
    return this.#post(
      path,
      JSON.stringify(error),
      `Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: ${headerText(error.errorType)}\r\n`,
    );
  }

  async #post(path: string, body: string, headers: string): Promise<number> {
    const length = Buffer.byteLength(body);
    const head = `POST ${base}${path} HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Length: ${length}\r\n${headers}\r\n`;
    return (await this.#request(head + body)).status;
  }

  /** While an answer is awaited the socket keeps the process alive; while the handler runs it must not. */
  #request(bytes: string): Promise<Answer> {
    this.#socket.ref();
    this.#socket.write(bytes);
    return new Promise((resolve) => {
      this.#waiting.push((answer) => {
        if (this.#waiting.length === 0) this.#socket.unref();
        resolve(answer);
      });
    });
  }
}

/** A class may be named in any script; a header value may not. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
