/** Requests to REST APIs, and to HTTP APIs that keep payload format 1.0. */

import { restProxySchema } from './apiGatewaySchemas.ts';
import type { EventMaker } from './eventMaker.ts';
import { type EventKind, template, textField } from './eventTemplate.ts';
import {
  allOf,
  lastOf,
  type Pairs,
  parseHeaders,
  parseQuery,
  requestFields,
  unlessEmpty,
  withHeaders,
} from './httpRequestFields.ts';

const kind: EventKind = {
  id: 'apigateway-rest',
  title: 'API Gateway REST',
  schema: restProxySchema,
  mark: { httpMethod: true, resource: true, isBase64Encoded: true, requestContext: { resourcePath: true } },
};

/** `{proxy+}` takes what follows the first slash. */
function proxyParameters(path: string): { resource: string; pathParameters: Record<string, string> | null } {
  const rest = path.replace(/^\//, '');
  return rest === ''
    ? { resource: '/', pathParameters: null }
    : { resource: '/{proxy+}', pathParameters: { proxy: rest } };
}

/** What a REST API says of a request, with or without a body. */
export function restEvent(
  {
    method,
    path,
    query,
    headers,
    stage,
  }: { method: string; path: string; query: string; headers: string; stage: string },
  make: EventMaker,
) {
  const apiId = make.lowerId(10);
  const host = `${apiId}.execute-api.${make.region}.amazonaws.com`;
  const given = parseHeaders(headers);
  const userAgent = given.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? 'curl/8.5.0';
  const pairs: Pairs = withHeaders(given, {
    accept: '*/*',
    Host: host,
    'User-Agent': userAgent,
    'X-Amzn-Trace-Id': make.traceId(),
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
  });
  const parameters = parseQuery(query);
  const { resource, pathParameters } = proxyParameters(path);
  return {
    resource,
    path,
    httpMethod: method,
    headers: lastOf(pairs),
    multiValueHeaders: allOf(pairs),
    queryStringParameters: unlessEmpty(lastOf(parameters), null),
    multiValueQueryStringParameters: unlessEmpty(allOf(parameters), null),
    pathParameters,
    stageVariables: null,
    requestContext: {
      resourceId: make.lowerId(6),
      resourcePath: resource,
      httpMethod: method,
      extendedRequestId: `${make.token(11).slice(0, 15)}=`,
      requestTime: make.logTime(),
      path: `/${stage}${path}`,
      accountId: make.accountId,
      protocol: 'HTTP/1.1',
      stage,
      domainPrefix: apiId,
      requestTimeEpoch: make.epochMs(),
      requestId: make.uuid(),
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: '203.0.113.7',
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent,
        user: null,
        apiKey: null,
        apiKeyId: null,
        clientCert: null,
      },
      domainName: host,
      apiId,
    },
  };
}

const fields = { ...requestFields, stage: textField('Stage', 'prod') };

export const restProxy = template({
  id: 'apigateway-rest',
  title: 'REST API request',
  service: 'API Gateway',
  description: 'A request to a REST API through the Lambda proxy integration.',
  kind,
  fields,
  create: (values, make) => {
    const { requestContext, ...request } = restEvent(values, make);
    return {
      ...request,
      requestContext: { ...requestContext, authorizer: null },
      body: values.body === '' ? null : values.body,
      isBase64Encoded: false,
    };
  },
});

export const httpProxyV1 = template({
  id: 'apigateway-http-v1',
  title: 'HTTP API request, payload 1.0',
  service: 'API Gateway',
  description: 'A request to an HTTP API whose integration keeps payload format 1.0.',
  kind,
  fields: { ...requestFields, stage: textField('Stage', '$default') },
  create: (values, make) => {
    const { requestContext, ...request } = restEvent(values, make);
    const isDefault = values.stage === '$default';
    return {
      version: '1.0',
      ...request,
      requestContext: {
        ...requestContext,
        // HTTP APIs leave $default out of the path.
        path: isDefault ? values.path : requestContext.path,
        authorizer: null,
      },
      body: values.body === '' ? null : values.body,
      isBase64Encoded: false,
    };
  },
});

export const apiGatewayRestTemplates = [restProxy, httpProxyV1] as const;
