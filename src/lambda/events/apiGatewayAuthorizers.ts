/** What Lambda authorizers of API Gateway are asked. */

import { httpEvent } from './apiGatewayHttp.ts';
import { restEvent } from './apiGatewayRest.ts';
import {
  httpRequest,
  restContext,
  restRequest,
  webSocketContext as webSocketContextSchema,
} from './apiGatewaySchemas.ts';
import { webSocketContext } from './apiGatewayWebSocket.ts';
import { arn, choice, list, object, orNull, text, texts } from './eventSchema.ts';
import { type EventKind, template, textField } from './eventTemplate.ts';
import { allOf, bareRequestFields, lastOf, parseHeaders, parseQuery } from './httpRequestFields.ts';

const service = 'API Gateway';
const stage = textField('Stage', 'prod');
const methodArn = arn('The method that is asked for: what the returned policy allows or denies.');

const tokenKind: EventKind = {
  id: 'apigateway-authorizer-token',
  title: 'API Gateway TOKEN authorizer',
  schema: object('A token that an authorizer is asked about.', {
    type: choice('Always TOKEN.', ['TOKEN']),
    authorizationToken: text('Value of the header that the authorizer is configured with.'),
    methodArn,
  }),
  mark: { type: 'TOKEN', methodArn: true },
};

const requestKind: EventKind = {
  id: 'apigateway-authorizer-request',
  title: 'API Gateway REQUEST authorizer',
  schema: object('A request that an authorizer is asked about.', {
    type: choice('Always REQUEST.', ['REQUEST']),
    methodArn,
    ...restRequest,
    requestContext: restContext,
  }),
  mark: { type: 'REQUEST', methodArn: true, resource: true },
};

const httpKind: EventKind = {
  id: 'apigateway-authorizer-http',
  title: 'HTTP API authorizer',
  schema: object('A request that an authorizer of an HTTP API is asked about, in format 2.0.', {
    type: choice('Always REQUEST.', ['REQUEST']),
    routeArn: arn('The route that is asked for.'),
    identitySource: orNull(list('Values of the identity sources, in their order.', { type: 'string' })),
    ...httpRequest,
  }),
  mark: { version: '2.0', type: 'REQUEST', routeArn: true },
};

const webSocketKind: EventKind = {
  id: 'apigateway-authorizer-websocket',
  title: 'WebSocket authorizer',
  schema: object('A connection that an authorizer is asked about.', {
    type: choice('Always REQUEST.', ['REQUEST']),
    methodArn,
    headers: texts('Headers of the request that opens the connection.'),
    'queryStringParameters?': texts('Query parameters of that request.'),
    'stageVariables?': texts('Variables of the stage.'),
    requestContext: webSocketContextSchema,
  }),
  mark: { type: 'REQUEST', methodArn: true, requestContext: { connectionId: true } },
};

export const tokenAuthorizer = template({
  id: 'apigateway-authorizer-token',
  title: 'REST API authorizer, TOKEN',
  service,
  description: 'A REST API asks whether a token allows a method.',
  kind: tokenKind,
  fields: {
    token: textField('Token', 'Bearer token'),
    method: bareRequestFields.method,
    path: bareRequestFields.path,
    stage,
  },
  create: ({ token, method, path, stage }, make) => ({
    type: 'TOKEN' as const,
    authorizationToken: token,
    methodArn: make.arn('execute-api', `${make.lowerId(10)}/${stage}/${method}${path}`),
  }),
});

export const requestAuthorizer = template({
  id: 'apigateway-authorizer-request',
  title: 'REST API authorizer, REQUEST',
  service,
  description: 'A REST API asks whether a whole request is allowed.',
  kind: requestKind,
  fields: { ...bareRequestFields, stage },
  create: (values, make) => {
    const { requestContext, ...request } = restEvent(values, make);
    const { apiId } = requestContext;
    return {
      type: 'REQUEST' as const,
      methodArn: make.arn('execute-api', `${apiId}/${values.stage}/${values.method}${values.path}`),
      ...request,
      requestContext: { ...requestContext, authorizer: undefined },
    };
  },
});

export const httpAuthorizer = template({
  id: 'apigateway-authorizer-http',
  title: 'HTTP API authorizer, format 2.0',
  service,
  description: 'An HTTP API asks whether a request is allowed.',
  kind: httpKind,
  fields: { ...bareRequestFields, stage: textField('Stage', '$default') },
  create: (values, make) => {
    const routeKey = `${values.method} ${values.path}`;
    const { cookies = [], ...event } = httpEvent({ ...values, routeKey }, make);
    return {
      ...event,
      type: 'REQUEST' as const,
      routeArn: make.arn('execute-api', `${event.requestContext.apiId}/${values.stage}/${values.method}${values.path}`),
      identitySource: [event.headers['authorization'] ?? ''],
      cookies,
    };
  },
});

export const webSocketAuthorizer = template({
  id: 'apigateway-authorizer-websocket',
  title: 'WebSocket authorizer',
  service,
  description: 'A WebSocket API asks whether a connection is allowed.',
  kind: webSocketKind,
  fields: { query: bareRequestFields.query, headers: bareRequestFields.headers, stage },
  create: ({ query, headers, stage }, make) => {
    const context = webSocketContext('CONNECT', '$connect', stage, make);
    const pairs = parseHeaders(headers);
    const parameters = parseQuery(query);
    return {
      type: 'REQUEST' as const,
      methodArn: make.arn('execute-api', `${context.apiId}/${stage}/$connect`),
      headers: lastOf(pairs),
      multiValueHeaders: allOf(pairs),
      queryStringParameters: lastOf(parameters),
      multiValueQueryStringParameters: allOf(parameters),
      stageVariables: {},
      requestContext: context,
    };
  },
});

export const apiGatewayAuthorizerTemplates = [
  tokenAuthorizer,
  requestAuthorizer,
  httpAuthorizer,
  webSocketAuthorizer,
] as const;
