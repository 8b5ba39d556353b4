/** Telemetry on real sockets of the loopback address. */

import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Deferred } from '../../../../src/base/deferred.ts';
import { openTelemetrySender } from '../../../../src/service/environment/telemetry/telemetrySender.ts';
import type { TelemetrySender } from '../../../../src/service/environment/telemetry/telemetrySubscription.ts';

const never = new AbortController().signal;
/** What arrives at another socket has no event here. */
const patience = { timeout: 10_000 };
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function sender(protocol: 'HTTP' | 'TCP', port: number, method: 'POST' | 'PUT' = 'POST'): TelemetrySender {
  const opened = openTelemetrySender({ protocol, port, path: '/events?a=1', method });
  open.push(opened);
  return opened;
}

test('HTTP: one request with an array for each batch', async () => {
  const requests: (Pick<IncomingMessage, 'method' | 'url'> & { host: string | undefined; body: string })[] = [];
  const server = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ method: request.method, url: request.url, host: request.headers.host, body });
      response.end('thanks');
    });
  });
  const port = await listen(server);
  const to = sender('HTTP', port, 'PUT');
  await to.send(['{"n":1}', '{"n":2}'], never);
  await to.send(['{"n":3}'], never);
  const head = { method: 'PUT', url: '/events?a=1', host: `sandbox.localdomain:${port}` };
  expect(requests).toEqual([
    { ...head, body: '[{"n":1},{"n":2}]' },
    { ...head, body: '[{"n":3}]' },
  ]);
  server.closeAllConnections();
});

test('HTTP: an answer from 400 on, and nobody there, say that it was not taken', async () => {
  const server = createHttpServer((_request, response) => {
    response.statusCode = 503;
    response.end();
  });
  const port = await listen(server);
  await expect(sender('HTTP', port).send(['1'], never)).rejects.toThrow('The extension answered 503');
  server.closeAllConnections();
  server.close();
  await expect(sender('HTTP', port).send(['1'], never)).rejects.toThrow();
});

test('HTTP: an answer that does not come is given up', async () => {
  const came = new Deferred<void>();
  const server = createHttpServer(() => came.resolve());
  const controller = new AbortController();
  const sent = sender('HTTP', await listen(server)).send(['1'], controller.signal);
  await came.promise;
  controller.abort();
  await expect(sent).rejects.toThrow();
  server.closeAllConnections();
});

test('TCP: a line for each event, and another connection when the first is gone', async () => {
  const connections: { socket: Socket; lines: string }[] = [];
  const server = createTcpServer((socket) => {
    const connection = { socket, lines: '' };
    connections.push(connection);
    socket.on('data', (chunk) => {
      connection.lines += chunk;
    });
    socket.on('error', () => {});
  });
  const to = sender('TCP', await listen(server));
  await to.send(['{"n":1}', '{"n":2}'], never);
  await expect.poll(() => connections[0]?.lines, patience).toBe('{"n":1}\n{"n":2}\n');
  connections[0]?.socket.destroy();
  // A write may be lost in a connection that is just closing: the subscription tries again.
  await expect
    .poll(async () => {
      await to.send(['{"n":3}'], never).catch(() => {});
      return connections.length;
    }, patience)
    .toBe(2);
  await expect.poll(() => connections[1]?.lines, patience).toContain('{"n":3}\n');
});

test('TCP: nobody there says that it was not taken', async () => {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await expect(sender('TCP', port).send(['1'], never)).rejects.toThrow('The extension closed the connection');
});
