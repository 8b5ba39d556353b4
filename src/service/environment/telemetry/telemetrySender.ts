/** The way of telemetry to an extension: HTTP or TCP, to the loopback address only. */

import { Agent, request as httpRequest } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import type { TelemetryDestination } from './subscriptionRequest.ts';
import type { TelemetrySender } from './telemetrySubscription.ts';

const loopback = '127.0.0.1';

export function openTelemetrySender(destination: TelemetryDestination): TelemetrySender {
  return destination.protocol === 'HTTP' ? new HttpSender(destination) : new TcpSender(destination.port);
}

/** One request with a JSON array for each batch. Any status below 400 says that it was taken. */
class HttpSender implements TelemetrySender {
  readonly #destination: TelemetryDestination;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(destination: TelemetryDestination) {
    this.#destination = destination;
  }

  send(events: readonly string[], signal: AbortSignal): Promise<void> {
    const { port, path, method } = this.#destination;
    const body = Buffer.from(`[${events.join(',')}]`);
    const headers = {
      Host: `sandbox.localdomain:${port}`,
      'Content-Type': 'application/json',
      'Content-Length': body.byteLength,
    };
    return new Promise((resolve, reject) => {
      const options = { host: loopback, port, path, method, headers, agent: this.#agent, signal };
      const request = httpRequest(options, (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () => {
          const status = response.statusCode ?? 0;
          if (status < 400) resolve();
          else reject(new Error(`The extension answered ${status}`));
        });
      });
      request.once('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** One connection; a line for each event. */
class TcpSender implements TelemetrySender {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  send(events: readonly string[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = this.#connection();
      const fail = (error: Error) => {
        socket.destroy();
        reject(error);
      };
      const onAbort = () => fail(new Error('The extension did not take it in time'));
      const onClose = () => fail(new Error('The extension closed the connection'));
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('close', onClose);
      socket.write(events.map((event) => `${event}\n`).join(''), (error) => {
        signal.removeEventListener('abort', onAbort);
        socket.off('close', onClose);
        if (error) fail(error);
        else resolve();
      });
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #connection(): Socket {
    if (this.#socket !== undefined && !this.#socket.destroyed) return this.#socket;
    const socket = createConnection(this.#port, loopback);
    // Told to whoever is sending; between two batches a connection may go, the next one opens another.
    socket.on('error', () => {});
    socket.resume();
    this.#socket = socket;
    return socket;
  }
}
