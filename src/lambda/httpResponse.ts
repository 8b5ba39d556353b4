/** Reads the answer of a function behind API Gateway, a function URL or a load balancer as the HTTP response that they make of it. */

import { asObject, asText, asTexts, type JsonObject, parseJsonObject } from '../base/json.ts';
import { parseSetCookie, type SetCookie } from './setCookie.ts';
import { reasonPhrase } from './statusCodes.ts';

export interface HttpResponse {
  /** 100 to 599. */
  readonly statusCode: number;
  /** What a load balancer was told (`statusDescription`), else the registered phrase; empty for a code that has none. */
  readonly reason: string;
  /** One entry per value, in the order of the answer; cookies of format 2.0 are in `cookies` alone. */
  readonly headers: readonly HttpHeader[];
  readonly cookies: readonly SetCookie[];
  readonly body: HttpBody;
  /** Media type in lower case, without parameters; `undefined` where no header tells. */
  readonly mediaType: string | undefined;
  /** Parameter of the content type, in lower case. */
  readonly charset: string | undefined;
  /** `gzip`, `br`, …; `undefined` where the body is as it is. */
  readonly contentEncoding: string | undefined;
  /** The function gave no `statusCode`: format 2.0 takes what it gave as the body of a 200. */
  readonly isInferred: boolean;
  /** What the service in front of the function would not take as it stands, as sentences. */
  readonly problems: readonly string[];
}

export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

export type HttpBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  /** Decoded from base64. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Any of these beside `statusCode` makes an answer a response: `{ "statusCode": 200 }` alone may mean anything. */
const members = ['headers', 'multiValueHeaders', 'cookies', 'body', 'isBase64Encoded', 'statusDescription'];

/**
 * `undefined` for a value that is no HTTP response. With `infers` (the event was of format 2.0: an HTTP API or a function
 * URL), what has no `statusCode` is one too. Shapes: API Gateway and Elastic Load Balancing developer guides, "Lambda proxy".
 */
export function httpResponseOf(value: unknown, infers = false): HttpResponse | undefined {
  const answer = asObject(value);
  const statusCode = statusCodeOf(answer?.['statusCode']);
  if (answer && statusCode !== undefined && (infers || members.some((member) => member in answer))) {
    return declaredResponse(answer, statusCode);
  }
  if (!infers || value === undefined || answer?.['statusCode'] !== undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return {
    statusCode: 200,
    reason: reasonPhrase(200),
    headers: [{ name: 'content-type', value: 'application/json' }],
    cookies: [],
    body: { kind: 'text', text },
    mediaType: 'application/json',
    charset: undefined,
    contentEncoding: undefined,
    isInferred: true,
    problems: [],
  };
}

/** Ends the prelude of a streamed response. */
const preludeEnd = 8;
const longestPrelude = 64 * 1024;

/**
 * Reads a payload of content type `application/vnd.awslambda.http-integration-response`, as `HttpResponseStream.from` writes
 * it: status, headers and cookies in JSON, eight NUL bytes, then the body (Lambda developer guide, "Response streaming").
 * `undefined` for any other payload.
 */
export function streamedResponseOf(payload: Uint8Array): HttpResponse | undefined {
  const end = payload.subarray(0, longestPrelude).findIndex((_, place) => isPreludeEnd(payload, place));
  if (end < 0) return undefined;
  const prelude = parseJsonObject(new TextDecoder().decode(payload.subarray(0, end)));
  const statusCode = statusCodeOf(prelude?.['statusCode'] ?? 200);
  if (!prelude || statusCode === undefined) return undefined;
  const bytes = payload.subarray(end + preludeEnd);
  return {
    ...declaredResponse(prelude, statusCode),
    body: bytes.length === 0 ? { kind: 'none' } : { kind: 'bytes', bytes },
  };
}

function isPreludeEnd(payload: Uint8Array, place: number): boolean {
  if (payload[place] !== 0) return false;
  const end = payload.subarray(place, place + preludeEnd);
  return end.length === preludeEnd && end.every((byte) => byte === 0);
}

function declaredResponse(answer: JsonObject, statusCode: number): HttpResponse {
  const headers = headersOf(answer);
  const named = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value;
  const cookies = [
    ...asTexts(answer['cookies']),
    ...headers.filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value),
  ];
  const problems: string[] = [];
  const type = named('content-type');
  return {
    statusCode,
    reason: asText(answer['statusDescription'])?.replace(/^\d+\s*/, '') ?? reasonPhrase(statusCode),
    headers,
    cookies: cookies.map(parseSetCookie),
    body: bodyOf(answer, problems),
    mediaType: type?.split(';')[0]?.trim().toLowerCase() || undefined,
    charset: /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type ?? '')?.[1]?.toLowerCase(),
    contentEncoding: encodingOf(named('content-encoding')),
    isInferred: false,
    problems,
  };
}

/** Services in front of functions take a number, or its digits as text. */
function statusCodeOf(value: unknown): number | undefined {
  const code = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined;
}

/** Names in `multiValueHeaders` win over the same ones in `headers`, as at API Gateway. */
function headersOf(answer: JsonObject): readonly HttpHeader[] {
  const multiple = Object.entries(asObject(answer['multiValueHeaders']) ?? {});
  const taken = new Set(multiple.map(([name]) => name.toLowerCase()));
  const single = Object.entries(asObject(answer['headers']) ?? {}).filter(([name]) => !taken.has(name.toLowerCase()));
  return [...multiple, ...single].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: headerText(one) })),
  );
}

function headerText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function encodingOf(value: string | undefined): string | undefined {
  const encoding = value?.trim().toLowerCase();
  return encoding === '' || encoding === 'identity' ? undefined : encoding;
}

function bodyOf(answer: JsonObject, problems: string[]): HttpBody {
  const { body, isBase64Encoded } = answer;
  if (body === undefined || body === null || body === '') return { kind: 'none' };
  if (typeof body !== 'string') {
    const kind = Array.isArray(body) ? 'a list' : typeof body === 'object' ? 'an object' : `a ${typeof body}`;
    problems.push(
      `The body is ${kind}, not text. A REST API answers that with 502 “Malformed Lambda proxy response”: use JSON.stringify or its like.`,
    );
    return { kind: 'text', text: JSON.stringify(body) };
  }
  if (isBase64Encoded !== true) {
    if (isBase64Encoded === 'true') problems.push('isBase64Encoded is the text "true"; only true itself counts.');
    return { kind: 'text', text: body };
  }
  const bytes = base64Bytes(body);
  if (bytes) return { kind: 'bytes', bytes };
  problems.push('isBase64Encoded is true, but the body is not base64.');
  return { kind: 'text', text: body };
}

/** `undefined` for text that is not base64. Line breaks are passed over. */
export function base64Bytes(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
    return bytes;
  } catch {
    return undefined;
  }
}
