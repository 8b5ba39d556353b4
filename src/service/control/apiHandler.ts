/** One request from its first byte to its last: guard, route, signature, body, action, answer. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../base/log.ts';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { storageFailure } from '../store/databaseInspection.ts';
import { logsSigningName } from '../wire/logsService.ts';
import type { WireResponse } from '../wire/operation.ts';
import type { SignatureVerifier } from '../wire/signature.ts';
import { CodeLinks } from './codeLinks.ts';
import type { ActionContext, ServiceParts } from './context.ts';
import { ClientGoneError, readBody } from './readBody.ts';
import { refuseForeigners } from './requestGuard.ts';
import { type RequestRoute, routeRequest } from './requestRoute.ts';
import { writeResponse } from './writeResponse.ts';

export interface ApiHandlerOptions {
  readonly parts: ServiceParts;
  readonly verifier: SignatureVerifier;
  readonly log: Log;
  /** Aborts when the service begins to close: open streams end. */
  readonly closing: AbortSignal;
}

/** One request on its way. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly path: string;
  readonly query: string;
  readonly route: RequestRoute;
}

export class ApiHandler {
  readonly #options: ApiHandlerOptions;

  constructor(options: ApiHandlerOptions) {
    this.#options = options;
  }

  /** Never rejects: whatever goes wrong is answered, or logged when nobody is left to answer. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = splitTarget(request.url ?? '/');
    const route = routeRequest(request, path, query);
    const exchange: Exchange = { request, response, requestId: randomUUID(), path, query, route };
    try {
      refuseForeigners(request.headers, request.rawHeaders);
      if (CodeLinks.covers(path) && request.method === 'GET') await this.#download(exchange);
      else await writeResponse(response, exchange.requestId, await this.#answer(exchange));
    } catch (error) {
      await this.#fail(error, exchange);
    }
  }

  async #answer(exchange: Exchange): Promise<WireResponse> {
    const { parts, verifier, closing } = this.#options;
    const { request, path, query, route } = exchange;
    const { headers, method = '' } = request;
    const head = verifier.verifyHead({ method, path, query, headers }, route.signingName, parts.clock.now());
    const body = await readBody(request, route.bodyLimit, route.tooLarge);
    head.verifyBody(body);
    if (route.operation === undefined) throw route.refusal ?? new Error('A route without operation and refusal');
    const { codec, action } = route.operation;
    if (route.signingName === logsSigningName) parts.logBuffer.flush();
    const context = new RequestContext(parts, head.region, exchange, closing);
    const input = codec.readInput({ headers, query, labels: route.labels, body });
    // Codec and action belong to one operation: the schema that read the input is the one that typed the action.
    const output = await action(input as never, context);
    const answer = codec.writeOutput(output as Readonly<Record<string, unknown>>);
    return { ...answer, headers: { ...answer.headers, ...context.responseHeaders } };
  }

  async #download({ path, query, requestId, response }: Exchange): Promise<void> {
    const { codeLinks, code } = this.#options.parts;
    const packageId = codeLinks.open(path, query);
    const zip = packageId === undefined ? undefined : await code.readZip(packageId);
    if (zip === undefined) {
      throw new LambdaServiceError('AccessDeniedException', 403, 'The link is not valid, or no longer.');
    }
    response.writeHead(200, {
      'x-amzn-requestid': requestId,
      'content-type': 'application/zip',
      'content-length': zip.byteLength,
    });
    response.end(zip);
  }

  async #fail(error: unknown, { request, response, requestId, route }: Exchange): Promise<void> {
    const { log } = this.#options;
    if (response.destroyed || error instanceof ClientGoneError) {
      log.debug('A client left before its answer', { requestId });
      return;
    }
    const known = error instanceof LambdaServiceError ? error : (storageFailure(error) ?? internalError(error));
    if (known !== error) log.error('A request failed', { requestId, url: request.url, error: describe(error) });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // The rest of a body that was refused is thrown away unread; keeping the connection would mean waiting for it.
    // Nor is a stranger's connection kept: they are counted.
    if (!request.complete || known.httpStatus === 403) response.setHeader('connection', 'close');
    if (!request.complete) request.resume();
    await writeResponse(response, requestId, route.writeError(known));
  }
}

class RequestContext implements ActionContext {
  readonly parts: ServiceParts;
  readonly requestId: string;
  readonly region: string;
  readonly endpoint: string;
  readonly traceHeader: string | undefined;
  readonly environmentHeader: string | undefined;
  readonly responseHeaders: Record<string, string> = {};
  readonly #response: ServerResponse;
  readonly #closing: AbortSignal;
  #closed: AbortSignal | undefined;

  constructor(parts: ServiceParts, region: string, { request, response, requestId }: Exchange, closing: AbortSignal) {
    this.parts = parts;
    this.requestId = requestId;
    this.region = region;
    this.endpoint = `http://${request.headers.host}`;
    this.traceHeader = singleHeader(request, 'x-amzn-trace-id');
    this.environmentHeader = singleHeader(request, 'lambda-workbench-environment');
    this.#response = response;
    this.#closing = closing;
  }

  /** Made when first asked for: most actions never do. */
  get closed(): AbortSignal {
    if (this.#closed === undefined) {
      const gone = new AbortController();
      if (this.#response.destroyed) gone.abort();
      else this.#response.once('close', () => gone.abort());
      this.#closed = AbortSignal.any([gone.signal, this.#closing]);
    }
    return this.#closed;
  }
}

function singleHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function splitTarget(url: string): { readonly path: string; readonly query: string } {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

function internalError(cause: unknown): LambdaServiceError {
  return new LambdaServiceError(
    'ServiceException',
    500,
    'The local Lambda service failed at this request. Its log has the details.',
    { fault: 'Service', cause },
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
