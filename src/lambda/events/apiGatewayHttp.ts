/** Requests in payload format 2.0: HTTP APIs and function URLs. */

import { httpProxySchema } from './apiGatewaySchemas.ts';
import type { EventMaker } from './eventMaker.ts';
import { type EventKind, template, textField } from './eventTemplate.ts';
import {
  joinedOf,
  lowerCaseNames,
  parseHeaders,
  parseQuery,
  rawPath,
  rawQuery,
  requestFields,
  withHeaders,
} from './httpRequestFields.ts';

export interface HttpRequestValues {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: string;
  readonly stage: string;
  readonly routeKey: string;
}

/** Payload format 2.0 without its body. */
export function httpEvent(values: HttpRequestValues, make: EventMaker, host = `${make.lowerId(10)}.execute-api`) {
  const { method, stage, routeKey } = values;
  const domainName = `${host}.${make.region}.${host.endsWith('.lambda-url') ? 'on.aws' : 'amazonaws.com'}`;
  const given = lowerCaseNames(parseHeaders(values.headers));
  const cookies = given
    .filter(([name]) => name === 'cookie')
    .flatMap(([, value]) => value.split(';').map((cookie) => cookie.trim()))
    .filter((cookie) => cookie !== '');
  const all = withHeaders(
    given.filter(([name]) => name !== 'cookie'),
    {
      accept: '*/*',
      host: domainName,
      'user-agent': 'curl/8.5.0',
      'x-amzn-trace-id': make.traceId(),
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
  );
  const headers = joinedOf(all);
  const path = rawPath(values.path);
  const staged = stage === '$default' ? path : `/${stage}${path}`;
  const parameters = joinedOf(parseQuery(values.query));
  const domainPrefix = domainName.split('.')[0] ?? '';
  return {
    version: '2.0',
    routeKey,
    rawPath: staged,
    rawQueryString: rawQuery(values.query),
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(Object.keys(parameters).length > 0 ? { queryStringParameters: parameters } : {}),
    requestContext: {
      accountId: make.accountId,
      apiId: domainPrefix,
      domainName,
      domainPrefix,
      http: {
        method,
        path: staged,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: `${make.token(11).slice(0, 15)}=`,
      routeKey,
      stage,
      time: make.logTime(),
      timeEpoch: make.epochMs(),
    },
  };
}

const kind: EventKind = {
  id: 'apigateway-http',
  title: 'API Gateway HTTP v2',
  schema: httpProxySchema,
  mark: { version: '2.0', rawPath: true, isBase64Encoded: true, requestContext: { http: true } },
};

const functionUrlKind: EventKind = {
  id: 'function-url',
  title: 'function URL',
  schema: httpProxySchema,
  // The same shape as an HTTP API: only the host tells, which a mark cannot. An event without its template counts as HTTP API.
  mark: undefined,
};

const withBody = (body: string) => ({ ...(body === '' ? {} : { body }), isBase64Encoded: false });

export const httpProxy = template({
  id: 'apigateway-http',
  title: 'HTTP API request',
  service: 'API Gateway',
  description: 'A request to an HTTP API in payload format 2.0.',
  kind,
  fields: {
    ...requestFields,
    route: textField('Route', '', 'Empty for method and path'),
    stage: textField('Stage', '$default'),
  },
  create: ({ body, route, ...values }, make) => ({
    ...httpEvent({ ...values, routeKey: route === '' ? `${values.method} ${values.path}` : route }, make),
    ...withBody(body),
  }),
});

export const functionUrl = template({
  id: 'function-url',
  title: 'Function URL request',
  service: 'Lambda',
  description: 'A request to the function’s own URL.',
  kind: functionUrlKind,
  fields: requestFields,
  create: ({ body, ...values }, make) => {
    const event = httpEvent(
      { ...values, stage: '$default', routeKey: '$default' },
      make,
      `${make.lowerId(32)}.lambda-url`,
    );
    return {
      ...event,
      // Without IAM nobody is known; ids are UUIDs here, unlike in API Gateway.
      requestContext: { ...event.requestContext, accountId: 'anonymous', requestId: make.uuid() },
      ...withBody(body),
    };
  },
});

export const apiGatewayHttpTemplates = [httpProxy, functionUrl] as const;
