/** The listening socket of the service: loopback only, with limits on everything a connection may take. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, DeadlineError, withDeadline } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';

/** The one address that is listened on. */
const loopback = '127.0.0.1';

/** Time for the head, and for the whole request: 70 MB over loopback take less than a second. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 120_000;
/** Clients keep connections; a short time here would close them under a client that is about to use one. */
const keepAliveTimeoutMs = 15 * 60_000;

export interface ControlServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

export class ControlServer {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly port: number;

  private constructor(server: Server, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Rejects with `HumanError` when the port is taken. */
  static async listen({ port, clock, handle }: ControlServerOptions): Promise<ControlServer> {
    const server = createServer(
      {
        headersTimeout: headersTimeoutMs,
        requestTimeout: requestTimeoutMs,
        keepAliveTimeout: keepAliveTimeoutMs,
        noDelay: true,
      },
      handle,
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(describeListenError(error, port)));
      server.listen({ port, host: loopback }, resolve);
    });
    return new ControlServer(server, clock);
  }

  get endpoint(): string {
    return `http://${loopback}:${this.port}`;
  }

  /** Takes no new requests, lets those that run finish until the deadline, then cuts them off. */
  async close(deadlineMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    try {
      await withDeadline(this.#clock, deadlineMs, 'open requests', () => closed);
    } catch (error) {
      if (!(error instanceof DeadlineError)) throw error;
      this.#server.closeAllConnections();
      await closed;
    }
  }
}

function describeListenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new HumanError(`Port ${port} is in use already. Choose another one, or 0 for any that is free.`, {
      cause: error,
    });
  }
  if (error.code === 'EACCES') {
    return new HumanError(`This account may not listen on port ${port}. Choose one above 1023.`, { cause: error });
  }
  return error;
}
