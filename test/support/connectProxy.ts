/** A proxy that opens tunnels (CONNECT), all of them to one server: names need not be resolved. */

import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export class ConnectProxy {
  /** What tunnels were asked for, as `host:port`, with the sign-in where one was brought. */
  readonly tunnels: { readonly to: string; readonly authorization: string | undefined }[] = [];
  /** Other than 200: every tunnel is refused with it. */
  status = 200;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(serverPort: number): Promise<ConnectProxy> {
    const server = createServer();
    const proxy = new ConnectProxy(server);
    server.on('connect', (request, client: Socket) => {
      proxy.tunnels.push({ to: request.url ?? '', authorization: request.headers['proxy-authorization'] });
      proxy.#keep(client);
      if (proxy.status !== 200) {
        client.end(`HTTP/1.1 ${proxy.status} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
        return;
      }
      const server = proxy.#keep(connect(serverPort, '127.0.0.1'));
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #keep<S extends Duplex>(socket: S): S {
    this.#sockets.add(socket);
    // Either end may go at any time.
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
