/** What CloudFront asks a function at its edge: requests and responses, on the viewer's and on the origin's side. */

import type { EventMaker } from './eventMaker.ts';
import { base64, choice, flag, type JsonSchema, list, mapOf, object, records, text } from './eventSchema.ts';
import { type EventKind, numberField, template, textField } from './eventTemplate.ts';
import {
  bareRequestFields,
  lowerCaseNames,
  type Pairs,
  parseHeaders,
  rawPath,
  rawQuery,
  withHeaders,
} from './httpRequestFields.ts';

const service = 'CloudFront';

const headersSchema = mapOf(
  'Headers by lower-case name.',
  list('Values.', object('One value.', { 'key?': text('The name as it was sent.'), value: text('The value.') })),
);

const requestSchema = object('The request. Returned, changed or not, it goes on.', {
  clientIp: text('Address of the viewer.'),
  method: text('The HTTP method.'),
  uri: text('Path, encoded as it was sent.'),
  querystring: text('Query without its question mark; empty without one.'),
  headers: headersSchema,
  'body?': object('The body, where the function asked for it.', {
    action: choice('What happens to it.', ['read-only', 'replace']),
    data: base64('The body.'),
    encoding: choice('How data is to be read.', ['base64', 'text']),
    inputTruncated: flag('Whether it was cut.'),
  }),
  'origin?': mapOf('Where the request is sent: custom or s3. On the origin’s side only.', {}),
});

const responseSchema = object('The response. Returned, changed or not, it goes on.', {
  status: text('The status, as text.'),
  statusDescription: text('Its words.'),
  headers: headersSchema,
});

type EventType = 'viewer-request' | 'origin-request' | 'viewer-response' | 'origin-response';

function kindOf(eventType: EventType, title: string): EventKind {
  const members: Record<string, JsonSchema> = {
    config: object('The distribution.', {
      distributionDomainName: text('Its domain.'),
      distributionId: text('Its id.'),
      eventType: choice('Where in its course the request is.', [eventType]),
      requestId: text('Id of the request.'),
    }),
    request: requestSchema,
    ...(eventType.endsWith('response') ? { response: responseSchema } : {}),
  };
  return {
    id: `cloudfront-${eventType}`,
    title,
    schema: records(
      'A request; always one.',
      object('The request.', { cf: object('What CloudFront knows.', members) }),
    ),
    mark: { Records: [{ cf: { config: { eventType } } }] },
  };
}

function cfHeaders(pairs: Pairs): Record<string, { key: string; value: string }[]> {
  return Object.fromEntries(pairs.map(([key, value]) => [key.toLowerCase(), [{ key, value }]]));
}

function parts<Type extends EventType>(
  eventType: Type,
  { method, path, query, headers }: { method: string; path: string; query: string; headers: string },
  make: EventMaker,
) {
  const domain = `d${make.lowerId(13)}.cloudfront.net`;
  const given = parseHeaders(headers);
  const host = eventType.startsWith('origin') ? 'example.org' : domain;
  const hosts = new Set(lowerCaseNames(given).map(([name]) => name)).has('host') ? {} : { Host: host };
  return {
    config: {
      distributionDomainName: domain,
      distributionId: `E${make.upperId(13)}`,
      eventType,
      requestId: `${make.token(40).replaceAll('/', '_').replaceAll('+', '-')}`,
    },
    request: {
      clientIp: '203.0.113.7',
      method,
      uri: rawPath(path),
      querystring: rawQuery(query),
      headers: cfHeaders(withHeaders(given, { ...hosts, 'User-Agent': 'curl/8.5.0', Accept: '*/*' })),
    },
  };
}

const origin = {
  custom: {
    customHeaders: {},
    domainName: 'example.org',
    keepaliveTimeout: 5,
    path: '',
    port: 443,
    protocol: 'https' as const,
    readTimeout: 30,
    sslProtocols: ['TLSv1.2'],
  },
};

const fields = { ...bareRequestFields, path: textField('Path', '/index.html') };
const responseFields = { ...fields, status: numberField('Status', '200') };

function response(status: number, make: EventMaker) {
  return {
    status: String(status),
    statusDescription: words[status] ?? '',
    headers: cfHeaders([
      ['Content-Type', 'text/html; charset=UTF-8'],
      ['Date', new Date(make.epochMs()).toUTCString()],
      ['Server', 'example'],
    ]),
  };
}

const words: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Found',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
};

export const viewerRequest = template({
  id: 'cloudfront-viewer-request',
  title: 'Viewer request',
  service,
  description: 'A request has come from a viewer; the cache is not yet asked.',
  kind: kindOf('viewer-request', 'CloudFront viewer request'),
  fields,
  create: (values, make) => ({ Records: [{ cf: parts('viewer-request', values, make) }] }),
});

export const originRequest = template({
  id: 'cloudfront-origin-request',
  title: 'Origin request',
  service,
  description: 'The cache has no answer; the request goes to the origin.',
  kind: kindOf('origin-request', 'CloudFront origin request'),
  fields,
  create: (values, make) => {
    const { config, request } = parts('origin-request', values, make);
    return { Records: [{ cf: { config, request: { ...request, origin } } }] };
  },
});

export const originResponse = template({
  id: 'cloudfront-origin-response',
  title: 'Origin response',
  service,
  description: 'The origin has answered; the answer is not yet cached.',
  kind: kindOf('origin-response', 'CloudFront origin response'),
  fields: responseFields,
  create: ({ status, ...values }, make) => {
    const { config, request } = parts('origin-response', values, make);
    return { Records: [{ cf: { config, request: { ...request, origin }, response: response(status, make) } }] };
  },
});

export const viewerResponse = template({
  id: 'cloudfront-viewer-response',
  title: 'Viewer response',
  service,
  description: 'An answer is about to go to the viewer.',
  kind: kindOf('viewer-response', 'CloudFront viewer response'),
  fields: responseFields,
  create: ({ status, ...values }, make) => ({
    Records: [{ cf: { ...parts('viewer-response', values, make), response: response(status, make) } }],
  }),
});

export const cloudFrontTemplates = [viewerRequest, originRequest, originResponse, viewerResponse] as const;
