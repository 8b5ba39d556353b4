/** Signature Version 4, verified: who signed a request, for which Region, and that nothing was changed on the way. */

import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Authorization, parseAuthorization } from './authorization.ts';
import { parseBasicTime } from './basicTime.ts';
import { HmacKey } from './hmacKey.ts';
import { Memory } from './memory.ts';
import { isPresigned, parsePresigned, withoutSignature } from './presignedUrl.ts';
import { signatureErrors } from './signatureErrors.ts';

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

/** A request whose head is in order. `verifyBody` must be called with the whole body before anything is done. */
export interface VerifiedHead {
  /** Region of the credential scope. */
  readonly region: string;
  verifyBody(body: Uint8Array): void;
}

/** How far a request's time may be off (AWS: five minutes). */
const allowedSkewMs = 5 * 60_000;

const algorithm = 'AWS4-HMAC-SHA256';

export class SignatureVerifier {
  readonly #key: SigningKey;
  /** Derived keys change once a day and Region. */
  readonly #derived = new Map<string, HmacKey>();

  constructor(key: SigningKey) {
    this.#key = key;
  }

  /**
   * Checks everything that can be checked before the body is there: with `x-amz-content-sha256` that is the whole
   * signature, so a stranger's body is never read. Throws `LambdaServiceError` with AWS's codes and texts (403).
   */
  verifyHead(request: SignedRequest, service: string, nowMs: number): VerifiedHead {
    const authorization = readAuthorization(request);
    // No secret: it travels in every request. Who knows the other half is told by the signature alone.
    if (authorization.accessKeyId !== this.#key.accessKeyId) throw signatureErrors.unknownKey();
    checkScope(authorization, service);
    checkSignedHeaders(authorization, request.headers);
    checkDate(authorization, nowMs);
    const { region } = authorization;
    const announced = request.headers['x-amz-content-sha256'];
    if (typeof announced !== 'string') {
      return { region, verifyBody: (body) => this.#verify(request, authorization, sha256(body)) };
    }
    this.#verify(request, authorization, announced);
    return {
      region,
      verifyBody: (body) => {
        // Also refuses UNSIGNED-PAYLOAD: on plain HTTP the body must be covered by the signature.
        if (announced !== sha256(body)) throw signatureErrors.bodyMismatch();
      },
    };
  }

  #verify(request: SignedRequest, authorization: Authorization, payloadHash: string): void {
    const query = authorization.validMs === undefined ? request.query : withoutSignature(request.query);
    const canonical = canonicalRequest({ ...request, query }, authorization.signedHeaders, payloadHash);
    const scope = authorization.scope;
    const toSign = `${algorithm}\n${authorization.dateTime}\n${scope}\n${hash('sha256', canonical)}`;
    const expected = this.#signingKey(authorization).sign(toSign);
    const given = Buffer.from(authorization.signature, 'hex');
    if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) throw signatureErrors.mismatch();
  }

  #signingKey({ scopeDate, region, service, scope }: Authorization): HmacKey {
    let key = this.#derived.get(scope);
    if (key === undefined) {
      const dateKey = hmac(`AWS4${this.#key.secretAccessKey}`, scopeDate);
      key = new HmacKey(hmac(hmac(hmac(dateKey, region), service), 'aws4_request'));
      if (this.#derived.size >= 100) this.#derived.clear();
      this.#derived.set(scope, key);
    }
    return key;
  }
}

function readAuthorization({ headers, query }: SignedRequest): Authorization {
  const isInQuery = headers.authorization === undefined && isPresigned(query);
  return isInQuery ? parsePresigned(query, algorithm) : parseAuthorization(headers, algorithm);
}

function checkSignedHeaders({ signedHeaders }: Authorization, headers: IncomingHttpHeaders): void {
  // An unsigned Host would let a captured request be sent elsewhere.
  if (!signedHeaders.includes('host')) throw signatureErrors.hostNotSigned();
  // The others say what is asked for: unsigned, they could be added or changed on the way.
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-amz-') && !signedHeaders.includes(name) && !isSignedAnyway(name)) {
      throw signatureErrors.headerNotSigned(name);
    }
  }
}

/** The time and the hash of the body need no signature of their own: they are part of what is signed. */
function isSignedAnyway(name: string): boolean {
  return name === 'x-amz-date' || name === 'x-amz-content-sha256';
}

function checkScope({ scope, scopeDate, region, service, terminator, dateTime }: Authorization, wanted: string): void {
  if (terminator !== 'aws4_request') throw signatureErrors.terminator(terminator);
  if (service !== wanted) throw signatureErrors.service(wanted);
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) throw signatureErrors.region();
  if (scopeDate !== dateTime.slice(0, 8)) throw signatureErrors.scopeDate(scope, dateTime);
}

function checkDate({ dateTime, validMs = allowedSkewMs }: Authorization, nowMs: number): void {
  const signedAt = parseBasicTime(dateTime);
  if (Number.isNaN(signedAt)) throw signatureErrors.malformedDate();
  if (signedAt < nowMs - validMs) throw signatureErrors.expired(dateTime, nowMs, validMs);
  if (signedAt > nowMs + allowedSkewMs) throw signatureErrors.notYetCurrent(dateTime, nowMs, allowedSkewMs);
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[], payloadHash: string): string {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request.headers, name)}\n`).join('');
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Remembered: clients call the same function again and again. */
const canonicalPaths = new Memory<string>();

function canonicalPath(path: string): string {
  return canonicalPaths.get(path, makeCanonicalPath);
}

/** Each segment is escaped once more than on the wire, and dots and empty segments are resolved. */
function makeCanonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(escapeUri(segment));
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
      return [escapeUri(unescapeUri(name)), escapeUri(unescapeUri(value))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function unescapeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  // The name is the caller's: `constructor` is none of the headers.
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text.trim().replace(/\s+/g, ' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(body: Uint8Array): string {
  return hash('sha256', body);
}
