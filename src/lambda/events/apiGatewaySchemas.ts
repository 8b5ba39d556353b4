/** Schemas of what API Gateway sends: REST and HTTP APIs, WebSockets, and the parts that they share. */

import { accountId, choice, epochMs, flag, integer, list, mapOf, object, orNull, text, texts } from './eventSchema.ts';

const identity = object('Who calls, as far as API Gateway knows.', {
  'accessKey?': orNull(text('Access key of a request signed with IAM credentials.')),
  'accountId?': orNull(text('Account of a request signed with IAM credentials.')),
  'apiKey?': orNull(text('The API key, where the method needs one.')),
  'apiKeyId?': orNull(text('Id of that API key.')),
  'caller?': orNull(text('Principal of a request signed with IAM credentials.')),
  'cognitoAuthenticationProvider?': orNull(text('Providers of the Cognito identity, joined with commas.')),
  'cognitoAuthenticationType?': orNull(text('authenticated or unauthenticated.')),
  'cognitoIdentityId?': orNull(text('Id of the Cognito identity.')),
  'cognitoIdentityPoolId?': orNull(text('Pool of the Cognito identity.')),
  'principalOrgId?': orNull(text('The AWS organization of the caller.')),
  sourceIp: text('Address of the client, as the TCP connection shows it.'),
  'user?': orNull(text('Principal that is authorized against the resource.')),
  'userAgent?': orNull(text('The User-Agent header.')),
  'userArn?': orNull(text('ARN of the caller after authentication.')),
});

export const restContext = object('The request as API Gateway saw it, and who sent it.', {
  accountId,
  apiId: text('Id of the API.'),
  'authorizer?': orNull(
    mapOf('What the authorizer returned: claims of a user pool, or the context of a Lambda authorizer.', {}),
  ),
  'domainName?': text('The host that the client called.'),
  'domainPrefix?': text('First label of that host.'),
  'extendedRequestId?': text('Id in API Gateway’s own form, base64 with an equals sign at its end.'),
  httpMethod: text('The HTTP method.'),
  identity,
  path: text('Path with the stage in front.'),
  protocol: text('Protocol of the request, such as HTTP/1.1.'),
  requestId: text('Id of the request.'),
  'requestTime?': text('Time of the request as web servers log it.'),
  requestTimeEpoch: epochMs('Time of the request.'),
  resourceId: text('Id of the resource in the API.'),
  resourcePath: text('The resource with its path variables, such as /orders/{id}.'),
  stage: text('Name of the stage.'),
});

/** Members that the proxy event and the REQUEST authorizer's event share. */
export const restRequest = {
  resource: text('The resource with its path variables, such as /{proxy+}.'),
  path: text('Path of the request.'),
  httpMethod: text('The HTTP method.'),
  headers: orNull(texts('Headers. Of several with one name, the last value.')),
  multiValueHeaders: orNull(mapOf('Headers with all their values.', list('Values.', { type: 'string' }))),
  queryStringParameters: orNull(texts('Decoded query parameters; the last value of each. null without a query.')),
  multiValueQueryStringParameters: orNull(
    mapOf('Decoded query parameters with all their values.', list('Values.', { type: 'string' })),
  ),
  pathParameters: orNull(texts('Values of the variables in the path; null without any.')),
  stageVariables: orNull(texts('Variables of the stage; null without any.')),
};

export const restProxySchema = object('A request to a REST API, or to an HTTP API with payload format 1.0.', {
  'version?': choice('1.0 for an HTTP API; REST APIs do not send it.', ['1.0']),
  ...restRequest,
  requestContext: restContext,
  body: orNull(text('The body; null without one. Base64 where isBase64Encoded says so.')),
  isBase64Encoded: flag('Whether the body is binary, and so encoded.'),
});

const httpContext = object('The request as it was seen, and who sent it.', {
  accountId: text('Account of the API’s owner; anonymous for a function URL without IAM.'),
  apiId: text('Id of the API, or of the function URL.'),
  'authentication?': orNull(mapOf('Client certificate of mutual TLS.', {})),
  'authorizer?': mapOf('What the authorizer knows: jwt with claims and scopes, lambda with its context, or iam.', {}),
  domainName: text('The host that the client called.'),
  domainPrefix: text('First label of that host.'),
  http: object('The request line and its sender.', {
    method: text('The HTTP method.'),
    path: text('Path of the request, with the stage unless it is $default.'),
    protocol: text('Protocol of the request, such as HTTP/1.1.'),
    sourceIp: text('Address of the client.'),
    userAgent: text('The User-Agent header.'),
  }),
  requestId: text('Id of the request.'),
  routeKey: text('The route that matched: method and path, or $default.'),
  stage: text('Name of the stage, or $default.'),
  time: text('Time of the request as web servers log it.'),
  timeEpoch: epochMs('Time of the request.'),
});

/** Members that payload format 2.0 and the HTTP API authorizer's event share. */
export const httpRequest = {
  version: choice('The payload format.', ['2.0']),
  routeKey: text('The route that matched: method and path, or $default.'),
  rawPath: text('Path of the request.'),
  rawQueryString: text('The query as it was sent; empty without one.'),
  'cookies?': list('Cookies of the request, one name=value each.', { type: 'string' }),
  headers: texts('Headers with lower-case names. Several values are joined with commas.'),
  'queryStringParameters?': texts('Decoded query parameters. Several values are joined with commas.'),
  'pathParameters?': texts('Values of the variables in the route.'),
  'stageVariables?': texts('Variables of the stage.'),
  requestContext: httpContext,
};

export const httpProxySchema = object('A request in payload format 2.0: an HTTP API or a function URL.', {
  ...httpRequest,
  'body?': text('The body, absent without one. Base64 where isBase64Encoded says so.'),
  isBase64Encoded: flag('Whether the body is binary, and so encoded.'),
});

export const webSocketContext = object('The connection and the message.', {
  apiId: text('Id of the API.'),
  connectedAt: epochMs('When the connection was made.'),
  connectionId: text('Id of the connection: what answers are posted to.'),
  domainName: text('Host of the API: with the stage, where answers are posted.'),
  eventType: choice('What happened.', ['CONNECT', 'MESSAGE', 'DISCONNECT']),
  extendedRequestId: text('Id in API Gateway’s own form.'),
  messageDirection: choice('Always IN.', ['IN']),
  'messageId?': orNull(text('Id of the message.')),
  'identity?': object('Who is connected.', { sourceIp: text('Address of the client.') }),
  requestId: text('Id of this event.'),
  requestTime: text('Time as web servers log it.'),
  requestTimeEpoch: epochMs('Time of the event.'),
  routeKey: text('$connect, $disconnect, $default, or the route that the message chose.'),
  stage: text('Name of the stage.'),
  'disconnectStatusCode?': integer('Status code with which the connection was closed.'),
  'disconnectReason?': text('Reason with which the connection was closed.'),
});

export const webSocketSchema = object('A connection to a WebSocket API, its end, or a message on it.', {
  'headers?': texts('Headers of the request that opened the connection.'),
  'multiValueHeaders?': mapOf('The same with all their values.', list('Values.', { type: 'string' })),
  'queryStringParameters?': orNull(texts('Query parameters of the request that opened the connection.')),
  'stageVariables?': orNull(texts('Variables of the stage.')),
  requestContext: webSocketContext,
  'body?': text('The message.'),
  isBase64Encoded: flag('Whether the message is encoded.'),
});
