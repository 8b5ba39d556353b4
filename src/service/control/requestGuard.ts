/** Keeps web pages out: a browser can reach a loopback port, and DNS can be made to point a foreign name at it. */

import type { IncomingHttpHeaders } from 'node:http';
import { LambdaServiceError } from '../../lambda/serviceError.ts';

/** SDKs put a prefix before the host for Live Tail; `streaming-` is what they used until 2026. */
const ownHost = /^(?:stream-|streaming-)?(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Throws 403 for requests that a browser sent and for requests to another host. */
export function refuseForeigners(headers: IncomingHttpHeaders): void {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    throw refusal('The local Lambda service does not answer web pages.');
  }
  if (headers.host === undefined || !ownHost.test(headers.host)) {
    throw refusal('The local Lambda service answers to 127.0.0.1 and localhost only: the Host header names another.');
  }
}

function refusal(message: string): LambdaServiceError {
  return new LambdaServiceError('AccessDeniedException', 403, message);
}
