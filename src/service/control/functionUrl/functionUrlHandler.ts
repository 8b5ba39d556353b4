/** Answers for function URLs: a request to `ID.lambda-url.REGION.localhost` invokes its function, which is the answer. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../../base/log.ts';
import { limits } from '../../../lambda/limits.ts';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import type { Invocation } from '../../invoke/invocation.ts';
import type { FunctionUrlRecord } from '../../store/functionUrlRecord.ts';
import type { FunctionId } from '../../store/functionVersion.ts';
import { lambdaCapitalMessage, lambdaSigningName } from '../../wire/lambdaService.ts';
import type { WireResponse } from '../../wire/operation.ts';
import type { SignatureVerifier } from '../../wire/signature.ts';
import { restJsonError } from '../../wire/wireErrors.ts';
import type { ServiceParts } from '../context.ts';
import { lambdaErrors } from '../lambdaErrors.ts';
import { ClientGoneError, readBody } from '../readBody.ts';
import { requestedInvocation } from '../requestedInvocation.ts';
import { refuseTwice } from '../requestGuard.ts';
import { streamToResponse } from './streamToResponse.ts';
import { missingForEverybody } from './urlAccess.ts';
import { corsHeaders, preflightHeaders } from './urlCors.ts';
import { type UrlCaller, urlEvent } from './urlEvent.ts';
import { internalError, type UrlResponse, urlResponse } from './urlResponse.ts';

export interface FunctionUrlHandlerOptions {
  readonly parts: ServiceParts;
  readonly verifier: SignatureVerifier;
  readonly log: Log;
  /** Aborts when the service begins to close. */
  readonly closing: AbortSignal;
}

const urlHost = /^([a-z2-7]{32})\.lambda-url\.([a-z0-9-]+)\.localhost(?::\d{1,5})?$/i;

interface FoundUrl {
  readonly id: FunctionId;
  readonly qualifier: string;
  readonly record: FunctionUrlRecord;
}

export class FunctionUrlHandler {
  readonly #options: FunctionUrlHandlerOptions;

  constructor(options: FunctionUrlHandlerOptions) {
    this.#options = options;
  }

  static covers({ headers }: IncomingMessage): boolean {
    return urlHost.test(headers.host ?? '');
  }

  /** Never rejects: whatever goes wrong is answered, or logged when nobody is left to answer. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    try {
      refuseTwice(request.rawHeaders);
      await this.#answer(request, response, requestId);
    } catch (error) {
      this.#fail(error, request, response);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const { method = '', headers, httpVersion } = request;
    const found = this.#find(headers.host ?? '');
    if (found === undefined) throw new ForbiddenError(null);
    const { cors, invokeMode, urlId } = found.record;
    const preflight = preflightHeaders(cors, method, headers);
    if (preflight !== undefined) {
      send(response, { status: 200, headers: preflight, body: '' });
      return;
    }
    for (const [name, value] of Object.entries(corsHeaders(cors, headers))) response.setHeader(name, value);
    const { path, query } = splitTarget(request.url ?? '/');
    const { caller, body } = await this.#admit(request, found, path, query);
    const receivedAt = this.#options.parts.clock.now();
    const shared = { method, path, query, httpVersion, headers, body, requestId, urlId, caller, receivedAt };
    const invocation = this.#invocation(found, JSON.stringify(urlEvent(shared)), requestId, headers['x-amzn-trace-id']);
    response.setHeader('x-amzn-trace-id', invocation.traceId);
    const { invoker } = this.#options.parts;
    if (invokeMode === 'RESPONSE_STREAM') {
      await streamToResponse(invocation, invoker, response, this.#options.closing);
      return;
    }
    const { payload, functionError } = await invoker.invoke(invocation);
    send(response, functionError === undefined ? urlResponse(payload) : internalError);
  }

  #find(host: string): FoundUrl | undefined {
    const [, label = '', region = ''] = urlHost.exec(host.toLowerCase()) ?? [];
    const all = this.#options.parts.functionUrls.list(region);
    const found = all.find(({ record }) => record.urlId === label);
    return found && { id: { region, name: found.name }, qualifier: found.qualifier, record: found.record };
  }

  /** Throws 403 for who may not call. A body that its signature does not cover is refused as well. */
  async #admit(request: IncomingMessage, { id, qualifier, record }: FoundUrl, path: string, query: string) {
    const { parts, verifier, log } = this.#options;
    const { method = '', headers } = request;
    const tooLarge = () => lambdaErrors.payloadTooLarge(limits.syncPayloadBytes);
    if (record.authType === 'NONE') {
      const missing = missingForEverybody(parts.policies.get(id, qualifier)?.statements ?? []);
      if (missing.length > 0) {
        log.warn(`The URL of ${id.name} is not for everybody: its policy does not allow ${missing.join(' and ')}`);
        throw forbidden();
      }
      return { caller: undefined, body: await readBody(request, limits.syncPayloadBytes, tooLarge) };
    }
    if (headers.authorization === undefined && !query.includes('X-Amz-Signature=')) throw forbidden();
    const head = verifier.verifyHead({ method, path, query, headers }, lambdaSigningName, parts.clock.now());
    if (head.region !== id.region) throw forbidden();
    const body = await readBody(request, limits.syncPayloadBytes, tooLarge);
    head.verifyBody(body);
    const accessKey = /Credential=([^/%,\s]+)/.exec(headers.authorization ?? query)?.[1] ?? '';
    const caller: UrlCaller = { accessKey, accountId: parts.accountId };
    return { caller, body };
  }

  #invocation(
    { id, qualifier }: FoundUrl,
    event: string,
    requestId: string,
    trace: string | string[] | undefined,
  ): Invocation {
    const Payload = Buffer.from(event);
    if (Payload.byteLength > limits.syncPayloadBytes) throw lambdaErrors.payloadTooLarge(limits.syncPayloadBytes);
    return requestedInvocation(
      { FunctionName: id.name, Payload, ...(qualifier === '' ? {} : { Qualifier: qualifier }) },
      {
        parts: this.#options.parts,
        requestId,
        region: id.region,
        endpoint: '',
        traceHeader: typeof trace === 'string' ? trace : undefined,
        environmentHeader: undefined,
        responseHeaders: {},
        closed: this.#options.closing,
      },
    );
  }

  #fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { log } = this.#options;
    if (response.destroyed || error instanceof ClientGoneError) return;
    const isKnown = error instanceof LambdaServiceError;
    const isForbidden = error instanceof ForbiddenError;
    if (!isKnown && !isForbidden) log.error('A request to a function URL failed', error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (!request.complete) {
      response.setHeader('connection', 'close');
      request.resume();
    }
    // Callers learn what is theirs to change; what is wrong with the function is the developer's, in the log.
    if (isForbidden) send(response, forbiddenAnswer(error.text));
    else if (isKnown && error.httpStatus < 500) send(response, restJsonError(error, lambdaCapitalMessage));
    else send(response, internalError);
  }
}

function send(response: ServerResponse, { status, headers, body }: UrlResponse | WireResponse): void {
  // A stream is none of the answers that come here.
  const content = typeof body === 'string' || body instanceof Uint8Array ? body : '';
  const kept = Object.entries(headers).filter(
    ([name]) => !response.hasHeader(name) || !name.startsWith('access-control-'),
  );
  try {
    for (const [name, value] of kept) response.setHeader(name, value);
    response.writeHead(status, { 'content-length': Buffer.byteLength(content) });
  } catch {
    // The function names a header or a value that HTTP does not know.
    for (const [name] of kept) response.removeHeader(name);
    response.writeHead(internalError.status, { 'content-type': 'text/plain' });
    response.end(internalError.body);
    return;
  }
  response.end(content);
}

function splitTarget(url: string): { readonly path: string; readonly query: string } {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

/** 403 as function URLs say it. */
class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
  /** Nothing at all for a URL that is not there, as AWS has it. */
  readonly text: string | null;

  constructor(text: string | null) {
    super(text ?? '');
    this.text = text;
  }
}

function forbidden(): ForbiddenError {
  return new ForbiddenError(
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  );
}

function forbiddenAnswer(text: string | null): UrlResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' };
  return { status: 403, headers, body: JSON.stringify({ Message: text }) };
}
