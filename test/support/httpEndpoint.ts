/** A plain HTTP server that plays an AWS endpoint: it records what arrives and answers as told. */

import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

export class HttpEndpoint {
  readonly requests: ReceivedRequest[] = [];
  /** How the next requests are answered; may be replaced at any time. */
  answer: Answer;
  readonly #server: Server | TlsServer;

  private constructor(server: Server | TlsServer, answer: Answer) {
    this.#server = server;
    this.answer = answer;
  }

  /** With a key and its certificate it speaks HTTPS. */
  static async start(answer: Answer, tls?: { readonly key: string; readonly cert: string }): Promise<HttpEndpoint> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const endpoint = new HttpEndpoint(server, answer);
    server.on('request', (incoming, response) => {
      text(incoming).then(
        (body) => {
          const { method = '', url = '', headers } = incoming;
          const request = { method, url, headers, body };
          endpoint.requests.push(request);
          endpoint.answer(response, request);
        },
        () => {},
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#server instanceof TlsServer ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** Answers with JSON, as Lambda does. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1', ...headers });
    response.end(JSON.stringify(body));
  };
}
