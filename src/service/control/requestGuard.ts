/** Keeps web pages out: a browser can reach a loopback port, and DNS can be made to point a foreign name at it. */

import type { IncomingHttpHeaders } from 'node:http';
import { LambdaServiceError } from '../../lambda/serviceError.ts';

/** SDKs put a prefix before the host for Live Tail; `streaming-` is what they used until 2026. */
const ownHost = /^(?:stream-|streaming-)?(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Node.js takes the first of two and leaves the other away; whoever stands in between may have read the other. */
const once = ['host', 'authorization'] as const;

/** Throws 403 for requests that a browser sent, for requests to another host, and where it is not sure to which. */
export function refuseForeigners(headers: IncomingHttpHeaders, rawHeaders: readonly string[] = []): void {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    throw refusal('The local Lambda service does not answer web pages.');
  }
  if (headers.host === undefined || !ownHost.test(headers.host)) {
    throw refusal('The local Lambda service answers to 127.0.0.1 and localhost only: the Host header names another.');
  }
  refuseTwice(rawHeaders);
}

/** Throws 403 for a request that names its host or its signature twice. */
export function refuseTwice(rawHeaders: readonly string[]): void {
  for (const name of once) {
    if (isNamedTwice(rawHeaders, name)) throw refusal(`A header that must be there once is named twice: ${name}`);
  }
}

function isNamedTwice(rawHeaders: readonly string[], wanted: string): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === wanted.length && name.toLowerCase() === wanted) times += 1;
  }
  return times > 1;
}

function refusal(message: string): LambdaServiceError {
  return new LambdaServiceError('AccessDeniedException', 403, message);
}
