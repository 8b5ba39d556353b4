/** The HTTP response that a function's answer becomes. Source: Lambda developer guide, "Invoking function URLs". */

import { asTexts, parseJsonObject } from '../../../base/json.ts';
import { type HttpResponse, httpResponseOf, streamedResponseOf } from '../../../lambda/httpResponse.ts';

export interface UrlResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | string;
}

export const internalError: UrlResponse = {
  status: 502,
  headers: { 'content-type': 'text/plain' },
  body: 'Internal Server Error',
};

/** What a whole payload says. A payload that cannot be a response is an error of the function. */
export function urlResponse(payload: Uint8Array): UrlResponse {
  const text = Buffer.from(payload).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const streamed = streamedResponseOf(payload);
    return streamed === undefined ? internalError : mapped(streamed, text.slice(0, text.indexOf('\0')));
  }
  const response = httpResponseOf(value, true);
  if (response === undefined) return internalError;
  // An object without a status is the body just as the function wrote it.
  if (response.isInferred && typeof value !== 'string') return { ...mapped(response, ''), body: text };
  return mapped(response, text);
}

/** `declared` is the JSON text that has the cookies as the function wrote them. */
function mapped({ statusCode, headers, body }: HttpResponse, declared: string): UrlResponse {
  const cookies = asTexts(parseJsonObject(declared)?.['cookies']);
  const named: Record<string, string | readonly string[]> = { 'content-type': 'application/json' };
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    if (!connectionHeaders.has(key)) named[key] = value;
  }
  if (cookies.length > 0) named['set-cookie'] = cookies;
  return {
    status: statusCode,
    headers: named,
    body: body.kind === 'none' ? '' : body.kind === 'text' ? body.text : body.bytes,
  };
}

/** They belong to the connection, and are the service's own. */
const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
]);
