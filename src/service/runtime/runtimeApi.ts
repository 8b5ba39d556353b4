/**
 * The Runtime API (2018-06-01): one listener on the loopback address for each environment. Its port says who calls,
 * as on Lambda its address does.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RuntimeListener, RuntimeSession } from '../environment/runtimeSession.ts';
import { RuntimeRefusal } from '../environment/runtimeSession.ts';
import { sendRefusal } from './reply.ts';
import type { RuntimeRoute } from './route.ts';
import { postInitError } from './routes/initError.ts';
import { postInvocationError } from './routes/invocationError.ts';
import { getNext } from './routes/next.ts';
import { postResponse } from './routes/response.ts';

const routes: readonly { readonly method: string; readonly path: RegExp; readonly handle: RuntimeRoute }[] = [
  { method: 'GET', path: /^\/2018-06-01\/runtime\/invocation\/next$/, handle: getNext },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/response$/, handle: postResponse },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/error$/, handle: postInvocationError },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/init\/error$/, handle: postInitError },
];

/** Error posts carry a stack in a header: up to 1 MB by the API. */
const headerBytes = 1024 * 1024 + 64 * 1024;

/** Listens on a free port of 127.0.0.1. Rejects when it cannot. */
export function openRuntimeListener(session: RuntimeSession): Promise<RuntimeListener> {
  const server = createServer(
    // A function may compute for as long as it likes: nothing here times out, the environment does.
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true, maxHeaderSize: headerBytes },
    (request, response) => void dispatch(session, address, request, response),
  );
  let address = '';
  return new Promise((resolve, reject) => {
    // Stays on after the start: an error of the listener must not end the service.
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({
        address,
        close() {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}

async function dispatch(
  session: RuntimeSession,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isRuntime(request, address)) throw new RuntimeRefusal(403, 'AccessDenied', 'Only a runtime may call this');
    for (const { method, path, handle } of routes) {
      const match = method === request.method ? path.exec(request.url ?? '') : null;
      if (match) return await handle(session, request, response, decodeURIComponent(match[1] ?? ''));
    }
    throw new RuntimeRefusal(404, 'NotFound', `No such route: ${request.method} ${request.url}`);
  } catch (error) {
    sendRefusal(request, response, error);
  }
}

/** A web page in the developer's browser reaches this port as well; it cannot hide that it is one. */
function isRuntime({ headers }: IncomingMessage, address: string): boolean {
  return headers.origin === undefined && headers['sec-fetch-site'] === undefined && headers.host === address;
}
