/** The event that a request to a function URL becomes: payload format 2.0. Source: Lambda developer guide, "Invoking function URLs". */

import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';

export interface UrlRequest {
  readonly method: string;
  /** As they were sent. */
  readonly path: string;
  readonly query: string;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly requestId: string;
  readonly urlId: string;
  /** `undefined` for a URL that everybody may call. */
  readonly caller: UrlCaller | undefined;
  readonly receivedAt: number;
}

export interface UrlCaller {
  readonly accessKey: string;
  readonly accountId: string;
}

/** Of this connection, not of the request. */
const hopHeaders: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'cookie']);

export function urlEvent(request: UrlRequest): object {
  const { method, path, query, httpVersion, headers, requestId, urlId, caller, receivedAt } = request;
  const { host = '', cookie, 'user-agent': userAgent = '' } = headers;
  const domainName = host.replace(/:\d+$/, '');
  const parameters = queryParameters(query);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/).filter((one) => one !== '') }),
    headers: shownHeaders(headers),
    ...(parameters === undefined ? {} : { queryStringParameters: parameters }),
    requestContext: {
      accountId: caller?.accountId ?? 'anonymous',
      apiId: urlId,
      ...(caller === undefined ? {} : { authorizer: { iam: identityOf(caller) } }),
      domainName,
      domainPrefix: urlId,
      http: { method, path, protocol: `HTTP/${httpVersion}`, sourceIp: '127.0.0.1', userAgent },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: clfTime(receivedAt),
      timeEpoch: receivedAt,
    },
    ...bodyOf(request),
  };
}

function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const port = /:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '80';
  const shown: Record<string, string> = {
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-port': port,
    'x-forwarded-proto': 'http',
  };
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopHeaders.has(name)) continue;
    // Node.js joins with a blank, AWS without.
    shown[name] = typeof value === 'string' ? value : value.join(',');
  }
  return shown;
}

/** Values of one name are joined by commas; `undefined` when there is no query. */
function queryParameters(query: string): Record<string, string> | undefined {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return joined.size === 0 ? undefined : Object.fromEntries(joined);
}

/** Everything that is not surely text travels as base64, forms included. */
function bodyOf({ body, headers }: UrlRequest): { readonly body?: string; readonly isBase64Encoded: boolean } {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const type = headers['content-type'] ?? '';
  const isText = /^(text\/|application\/([\w.+-]*\+)?(json|xml|javascript))/i.test(type) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function identityOf({ accessKey, accountId }: UrlCaller) {
  return {
    accessKey,
    accountId,
    callerId: accountId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
  };
}

/** `12/Mar/2020:19:03:58 +0000` */
function clfTime(timeMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d\d) (\w{3}) (\d{4}) ([\d:]+)/.exec(new Date(timeMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
