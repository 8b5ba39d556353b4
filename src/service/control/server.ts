/** The listening socket of the service: loopback only, with limits on everything a connection may take. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, DeadlineError, withDeadline } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';

/** The one address that is listened on. */
const loopback = '127.0.0.1';

export interface ConnectionLimits {
  /** For the head of a request, also for a connection that sends nothing at all. */
  readonly headersTimeoutMs: number;
  /** For a whole request: 70 MB over loopback take less than a second. */
  readonly requestTimeoutMs: number;
  /** How often the two are looked at. */
  readonly checkEveryMs: number;
  /** Further ones are closed as they come. */
  readonly connections: number;
  /** Request line and headers together; AWS's load balancers allow as much. */
  readonly headBytes: number;
}

const defaultLimits: ConnectionLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 120_000,
  checkEveryMs: 5000,
  connections: 2000,
  headBytes: 16 * 1024,
};

/** Clients keep connections; a short time here would close them under a client that is about to use one. */
const keepAliveTimeoutMs = 15 * 60_000;

export interface ControlServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** In place of the usual ones, for tests. */
  readonly limits?: Partial<ConnectionLimits>;
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
  static async listen({ port, clock, handle, limits }: ControlServerOptions): Promise<ControlServer> {
    const { headersTimeoutMs, requestTimeoutMs, checkEveryMs, connections, headBytes } = {
      ...defaultLimits,
      ...limits,
    };
    const server = createServer(
      {
        headersTimeout: headersTimeoutMs,
        requestTimeout: requestTimeoutMs,
        connectionsCheckingInterval: checkEveryMs,
        maxHeaderSize: headBytes,
        // Whatever NODE_OPTIONS say: a request that two parsers could read in two ways is refused.
        insecureHTTPParser: false,
        keepAliveTimeout: keepAliveTimeoutMs,
        noDelay: true,
      },
      handle,
    );
    server.maxConnections = connections;
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
