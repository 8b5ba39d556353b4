/**
 * The APIs inside an environment (Runtime, Extensions, Telemetry, Logs and metadata): one listener on the loopback address for
 * each environment. Its port says who calls, as on Lambda its address does.
 */

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { ApiRefusal } from '../environment/apiRefusal.ts';
import type { ExtensionSession } from '../environment/extensions/extensionSession.ts';
import type { LoopbackConnection } from '../environment/limits/connectionOwner.ts';
import type { RuntimeListener } from '../environment/runtimeListener.ts';
import type { RuntimeSession } from '../environment/runtimeSession.ts';
import { postExtensionError } from './extensionRoutes/extensionError.ts';
import { getExtensionEvent } from './extensionRoutes/nextEvent.ts';
import { postRegister } from './extensionRoutes/register.ts';
import { putSubscription } from './extensionRoutes/subscribe.ts';
import { answerMetadata, metadataPath } from './metadata.ts';
import { QuickLane } from './quickLane.ts';
import { sendRefusal } from './reply.ts';
import type { ExtensionRoute, RuntimeRoute } from './route.ts';
import { postInitError } from './routes/initError.ts';
import { postInvocationError } from './routes/invocationError.ts';
import { getNext } from './routes/next.ts';
import { postResponse } from './routes/response.ts';
import { getRestoreNext, postRestoreError } from './routes/restore.ts';

const routes: readonly { readonly method: string; readonly path: RegExp; readonly handle: RuntimeRoute }[] = [
  { method: 'GET', path: /^\/2018-06-01\/runtime\/invocation\/next$/, handle: getNext },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/response$/, handle: postResponse },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/error$/, handle: postInvocationError },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/init\/error$/, handle: postInitError },
  { method: 'GET', path: /^\/2018-06-01\/runtime\/restore\/next$/, handle: getRestoreNext },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/restore\/error$/, handle: postRestoreError },
];

/** By method and path; a slash at the end makes no difference. */
const extensionRoutes: ReadonlyMap<string, ExtensionRoute> = new Map([
  ['POST /2020-01-01/extension/register', postRegister],
  ['GET /2020-01-01/extension/event/next', getExtensionEvent],
  ['POST /2020-01-01/extension/init/error', postExtensionError('InitError')],
  ['POST /2020-01-01/extension/exit/error', postExtensionError('ExitError')],
  ['PUT /2022-07-01/telemetry', putSubscription('Telemetry')],
  ['PUT /2020-08-15/logs', putSubscription('Logs')],
]);

/** Error posts carry a stack in a header: up to 1 MB by the API. */
const headerBytes = 1024 * 1024 + 64 * 1024;

const foreignBody = JSON.stringify({ errorMessage: 'Only a runtime may call this', errorType: 'AccessDenied' });
/** To another environment, whatever it asks. */
const foreignAnswer = `HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: ${foreignBody.length}\r\nConnection: close\r\n\r\n${foreignBody}`;

/** Listens on a free port of 127.0.0.1. Rejects when it cannot. */
export function openRuntimeListener(
  session: RuntimeSession,
  extensions?: ExtensionSession,
  region = 'us-east-1',
  isForeign: (connection: LoopbackConnection) => Promise<boolean> = async () => false,
): Promise<RuntimeListener> {
  const metadataToken = randomUUID();
  const http = createServer(
    // A function may compute for as long as it likes: nothing here times out, the environment does.
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: headerBytes },
    (request, response) => void dispatch({ session, extensions, address, metadataToken, region }, request, response),
  );
  let address = '';
  const connections = new Set<Socket>();
  let isFirst = true;
  const handOver = (socket: Socket) => void http.emit('connection', socket);
  // Half-open as with an HTTP server of its own: a client may end its side and wait for the answer.
  const server = createSocketServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    // A runtime that is killed leaves its connection in any state.
    socket.on('error', () => socket.destroy());
    const serve = () => new QuickLane(socket, { session, address, handOver });
    // The first one comes from what was just started, and is kept by most runtimes: a cold start does not wait for it.
    if (isFirst) {
      isFirst = false;
      serve();
      return;
    }
    const { localPort: calledPort = 0, remotePort: callerPort = 0 } = socket;
    void isForeign({ calledPort, callerPort }).then((isRefused) => {
      if (isRefused) socket.end(foreignAnswer);
      else if (!socket.destroyed) serve();
    });
  });
  return new Promise((resolve, reject) => {
    // Stays on after the start: an error of the listener must not end the service.
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({
        address,
        metadataToken,
        close() {
          server.close();
          for (const socket of connections) socket.destroy();
        },
      });
    });
  });
}

interface Served {
  readonly session: RuntimeSession;
  readonly extensions: ExtensionSession | undefined;
  readonly address: string;
  readonly metadataToken: string;
  readonly region: string;
}

async function dispatch(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { session, extensions, address } = served;
  try {
    if (!isRuntime(request, address)) throw new ApiRefusal(403, 'AccessDenied', 'Only a runtime may call this');
    for (const { method, path, handle } of routes) {
      const match = method === request.method ? path.exec(request.url ?? '') : null;
      if (match) return await handle(session, request, response, decodeURIComponent(match[1] ?? ''));
    }
    const handle = extensionRoutes.get(`${request.method} ${request.url?.replace(/\/$/, '')}`);
    if (handle !== undefined && extensions !== undefined) return await handle(extensions, request, response);
    if (request.url === metadataPath) return answerMetadata(request, response, served);
    throw new ApiRefusal(404, 'NotFound', `No such route: ${request.method} ${request.url}`);
  } catch (error) {
    sendRefusal(request, response, error);
  }
}

/** A web page in the developer's browser reaches this port as well; it cannot hide that it is one. */
function isRuntime({ headers }: IncomingMessage, address: string): boolean {
  return headers.origin === undefined && headers['sec-fetch-site'] === undefined && headers.host === address;
}
