/** What a payload or a body is, read once: JSON, text, a picture, or bytes. */

import { base64Bytes, type HttpResponse, httpResponseOf, streamedResponseOf } from '../../lambda/httpResponse.ts';
import type { RunAnswer } from '../../protocol/invokePanel.ts';

export type Content =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** `source` is a `data:` address for an `<img>`, which runs nothing that is inside. */
  | { readonly kind: 'image'; readonly source: string; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface AnswerReading {
  /** The payload as it came. */
  readonly payload: Content;
  /** Set where the payload is an HTTP response. */
  readonly http: { readonly response: HttpResponse; readonly body: Content } | undefined;
}

export const nothingRead: AnswerReading = { payload: { kind: 'none' }, http: undefined };

export function readAnswer(answer: RunAnswer): AnswerReading {
  const payload = payloadContent(answer);
  const response = responseIn(answer, payload);
  return { payload, http: response && { response, body: bodyContent(response) } };
}

/** A failure is no response. */
function responseIn(answer: RunAnswer, payload: Content): HttpResponse | undefined {
  if (answer.functionError !== undefined) return undefined;
  if (payload.kind === 'json') return httpResponseOf(payload.value, answer.infersHttp);
  const mayBegin = answer.stream !== undefined && (payload.kind === 'bytes' || payload.kind === 'text');
  return mayBegin ? streamedResponseOf(bytesOf(payload)) : undefined;
}

/** Whether it is drawn as a tree. */
export function isTree(content: Content): boolean {
  return content.kind === 'json' && typeof content.value === 'object' && content.value !== null;
}

/** The bytes of a content as they would be in a file. */
export function bytesOf(content: Content): Uint8Array {
  if (content.kind === 'none') return new Uint8Array();
  return content.kind === 'image' || content.kind === 'bytes' ? content.bytes : new TextEncoder().encode(content.text);
}

function payloadContent({ payloadText, payloadBase64 }: RunAnswer): Content {
  if (payloadBase64 !== undefined) return { kind: 'bytes', bytes: base64Bytes(payloadBase64) ?? new Uint8Array() };
  return payloadText === undefined || payloadText === '' ? { kind: 'none' } : textContent(payloadText);
}

/** A body that is compressed still stays bytes. */
export function bodyContent({ body, mediaType, charset, contentEncoding }: HttpResponse): Content {
  if (body.kind === 'none') return { kind: 'none' };
  if (body.kind === 'text') {
    return mediaType === 'image/svg+xml' ? imageContent(mediaType, encode(body.text)) : textContent(body.text);
  }
  const { bytes } = body;
  if (contentEncoding !== undefined) return { kind: 'bytes', bytes };
  if (mediaType !== undefined && shownImages.has(mediaType)) return imageContent(mediaType, bytes);
  const text = decode(bytes, charset);
  return text === undefined ? { kind: 'bytes', bytes } : textContent(text);
}

const shownImages: ReadonlySet<string> = new Set(
  ['png', 'jpeg', 'jpg', 'gif', 'webp', 'avif', 'bmp', 'x-icon', 'vnd.microsoft.icon', 'svg+xml'].map(
    (type) => `image/${type}`,
  ),
);

function imageContent(mediaType: string, bytes: Uint8Array): Content {
  return { kind: 'image', source: `data:${mediaType};base64,${base64Of(bytes)}`, bytes };
}

function textContent(text: string): Content {
  try {
    return { kind: 'json', value: JSON.parse(text), text };
  } catch {
    return { kind: 'text', text };
  }
}

/** `undefined` for bytes that are not text of that character set, or of one that nobody knows. */
function decode(bytes: Uint8Array, charset = 'utf-8'): string | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    // Valid UTF-8 that no text contains: the bytes mean something else.
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
