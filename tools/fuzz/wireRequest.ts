/** From an input to the HTTP request that carries it, by the operation's protocol. */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { OperationUnderTest } from './serviceUnderTest.ts';
import type { Json, JsonObject } from './validInput.ts';

export interface WireRequest {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signingName: string;
}

export function wireRequestOf(operation: OperationUnderTest, input: JsonObject): WireRequest {
  return operation.service === 'logs' ? rpcRequest(operation, input) : restRequest(operation, input);
}

function rpcRequest({ name, model }: OperationUnderTest, input: JsonObject): WireRequest {
  return {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${name}` },
    body: JSON.stringify(input),
    signingName: model.signingName,
  };
}

function restRequest({ input: schema, route, model }: OperationUnderTest, input: JsonObject): WireRequest {
  const [method = '', target = ''] = route.split(' ');
  let [path = '', literal = ''] = target.split('?');
  const query: string[] = literal === '' ? [] : [literal];
  const headers: Record<string, string> = {};
  const body: JsonObject = {};
  let payload: string | undefined;
  let hasBody = false;
  for (const [name, member] of schema.structIterator()) {
    const value = input[name];
    const traits = member.getMergedTraits();
    if (traits.httpPayload) {
      payload = payloadOf(member, value);
    } else if (traits.httpLabel) path = path.replace(`{${name}}`, escaped(textOf(value)));
    else if (traits.httpQuery) query.push(...queryOf(traits.httpQuery, member, value));
    else if (traits.httpHeader) {
      if (value !== undefined) headers[traits.httpHeader.toLowerCase()] = textOf(value);
    } else {
      hasBody = true;
      if (value !== undefined) body[traits.jsonName ?? name] = value;
    }
  }
  // Members that no model knows are carried along.
  for (const [name, value] of Object.entries(input)) {
    if (hasBody && !(name in schema.getMemberSchemas()) && value !== undefined) body[name] = value;
  }
  const text = payload ?? (hasBody ? JSON.stringify(body) : '');
  if (text !== '') headers['content-type'] = 'application/json';
  const suffix = query.length === 0 ? '' : `?${query.join('&')}`;
  return { method, path: `${path}${suffix}`, headers, body: text, signingName: model.signingName };
}

function payloadOf(member: NormalizedSchema, value: Json | undefined): string {
  if (value === undefined) return '';
  return member.isStructSchema() ? JSON.stringify(value) : Buffer.from(textOf(value), 'base64').toString('utf8');
}

function queryOf(key: string, member: NormalizedSchema, value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  const values = Array.isArray(value) ? value : [value];
  return values.map((item) => {
    const isTime = member.isTimestampSchema() && typeof item === 'number' && item < 1e11;
    return `${escaped(key)}=${escaped(isTime ? new Date(item * 1000).toISOString() : textOf(item))}`;
  });
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
