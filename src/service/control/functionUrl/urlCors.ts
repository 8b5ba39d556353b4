/** What browsers are told about a function URL: the headers of its CORS configuration, and the answer to a preflight. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Cors } from '@aws-sdk/client-lambda';

/** Headers of an answer to this request; none where its origin is not allowed. They win over those of the function. */
export function corsHeaders(cors: Cors | undefined, headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const { origin } = headers;
  if (cors === undefined || origin === undefined || !allows(cors.AllowOrigins, origin)) return {};
  const expose = cors.ExposeHeaders ?? [];
  return {
    // With credentials, browsers take no star.
    'access-control-allow-origin': cors.AllowOrigins?.includes('*') && !cors.AllowCredentials ? '*' : origin,
    vary: 'Origin',
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(expose.length === 0 ? {} : { 'access-control-expose-headers': expose.join(',') }),
  };
}

/** The headers of the answer to a preflight, which no function sees; `undefined` for every other request. */
export function preflightHeaders(
  cors: Cors | undefined,
  method: string,
  headers: IncomingHttpHeaders,
): Readonly<Record<string, string>> | undefined {
  const wanted = headers['access-control-request-method'];
  if (cors === undefined || method !== 'OPTIONS' || wanted === undefined) return undefined;
  const allowed = corsHeaders(cors, headers);
  if (Object.keys(allowed).length === 0) return {};
  const names = headers['access-control-request-headers'];
  const allowHeaders = cors.AllowHeaders?.includes('*') ? names : cors.AllowHeaders?.join(',');
  return {
    ...allowed,
    'access-control-allow-methods': cors.AllowMethods?.includes('*') ? wanted : (cors.AllowMethods ?? []).join(','),
    ...(allowHeaders === undefined ? {} : { 'access-control-allow-headers': allowHeaders }),
    ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
  };
}

/** `*`, an origin, or an origin with a star for its host or a part of it. */
function allows(origins: readonly string[] | undefined, origin: string): boolean {
  return (origins ?? []).some((allowed) => {
    const pattern = allowed.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(origin.toLowerCase());
  });
}
