import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/base/clock.ts';
import { type ConnectionLimits, ControlServer } from '../../../../src/service/control/server.ts';

const servers: ControlServer[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close(0);
});

/** A server that reads bodies and answers `read`. */
async function listen(limits: Partial<ConnectionLimits>): Promise<ControlServer> {
  const server = await ControlServer.listen({
    port: 0,
    clock: systemClock,
    limits,
    handle: (request, response) => {
      request.resume().on('end', () => response.end('read'));
    },
  });
  servers.push(server);
  return server;
}

function open(server: ControlServer, text: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
  sockets.push(socket);
  let received = '';
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => (received += chunk));
    socket.on('error', () => resolve(received));
    socket.on('close', () => resolve(received));
  });
  return { socket, answer };
}

const quick = { headersTimeoutMs: 40, requestTimeoutMs: 80, checkEveryMs: 10 };

describe('a connection that takes its time', () => {
  it.each([
    ['says nothing', ''],
    ['never ends its head', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\r\n'],
    ['never ends its body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf'],
    ['never ends a body of chunks', 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe'],
  ])('and %s is closed', async (_, text) => {
    const { answer } = open(await listen(quick), text);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  it('drop by drop is closed as well', async () => {
    const { socket, answer } = open(await listen(quick), 'GET / HTTP/1.1\r\nHost: localhost\r\n');
    let drops = 0;
    const drip = () => {
      drops += 1;
      if (socket.writable && !socket.destroyed) socket.write('X-A: a\r\n', drip);
    };
    drip();
    expect(await answer).toMatch(/^(HTTP\/1\.1 (408|431) |$)/);
    expect(drops).toBeGreaterThan(1);
  });
});

describe('limits', () => {
  it('of the head hold for the request line and for headers', async () => {
    const server = await listen({ headBytes: 1000 });
    for (const head of [`GET /${'x'.repeat(1000)} HTTP/1.1\r\n`, `GET / HTTP/1.1\r\nX-A: ${'x'.repeat(1000)}\r\n`]) {
      const { answer } = open(server, `${head}Host: localhost\r\n\r\n`);
      expect(await answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    }
  });

  it('of connections close those that are too many, and nobody else', async () => {
    const server = await listen({ connections: 2 });
    const first = open(server, '');
    const second = open(server, '');
    await Promise.all([first, second].map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await open(server, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n').answer).toBe('');
    first.socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await first.answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    second.socket.destroy();
  });
});
