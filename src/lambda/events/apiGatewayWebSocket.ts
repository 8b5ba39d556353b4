/** What WebSocket APIs send: a connection made, a message, a connection ended. */

import { webSocketSchema } from './apiGatewaySchemas.ts';
import type { EventMaker } from './eventMaker.ts';
import { type EventKind, multilineField, numberField, template, textField } from './eventTemplate.ts';
import {
  allOf,
  bareRequestFields,
  lastOf,
  parseHeaders,
  parseQuery,
  unlessEmpty,
  withHeaders,
} from './httpRequestFields.ts';

const kind: EventKind = {
  id: 'apigateway-websocket',
  title: 'API Gateway WebSocket',
  schema: webSocketSchema,
  mark: { requestContext: { connectionId: true, eventType: true, messageDirection: 'IN' }, isBase64Encoded: true },
};

export function webSocketContext<Type extends 'CONNECT' | 'MESSAGE' | 'DISCONNECT'>(
  eventType: Type,
  routeKey: string,
  stage: string,
  make: EventMaker,
) {
  const apiId = make.lowerId(10);
  const requestId = `${make.token(11).slice(0, 15)}=`;
  const connectedAt = make.epochMs(eventType === 'CONNECT' ? 4 : 90_000);
  return {
    routeKey,
    messageId: make.uuid(),
    eventType,
    extendedRequestId: requestId,
    requestTime: make.logTime(),
    messageDirection: 'IN' as const,
    stage,
    connectedAt,
    requestTimeEpoch: make.epochMs(),
    identity: { sourceIp: '203.0.113.7' },
    requestId,
    domainName: `${apiId}.execute-api.${make.region}.amazonaws.com`,
    connectionId: `${make.token(11).slice(0, 15)}=`,
    apiId,
  };
}

const stage = textField('Stage', 'prod');
const service = 'API Gateway';

export const webSocketConnect = template({
  id: 'apigateway-websocket-connect',
  title: 'WebSocket connect',
  service,
  description: 'A client opens a connection ($connect).',
  kind,
  fields: { query: bareRequestFields.query, headers: bareRequestFields.headers, stage },
  create: ({ query, headers, stage }, make) => {
    const { messageId: _none, ...context } = webSocketContext('CONNECT', '$connect', stage, make);
    const pairs = withHeaders(parseHeaders(headers), {
      Host: context.domainName,
      'Sec-WebSocket-Key': make.token(16),
      'Sec-WebSocket-Version': '13',
      'X-Amzn-Trace-Id': make.traceId(),
      'X-Forwarded-For': '203.0.113.7',
    });
    const parameters = parseQuery(query);
    return {
      headers: lastOf(pairs),
      multiValueHeaders: allOf(pairs),
      ...unlessEmpty(
        parameters.length === 0
          ? {}
          : { queryStringParameters: lastOf(parameters), multiValueQueryStringParameters: allOf(parameters) },
        {},
      ),
      requestContext: context,
      isBase64Encoded: false,
    };
  },
});

export const webSocketMessage = template({
  id: 'apigateway-websocket-message',
  title: 'WebSocket message',
  service,
  description: 'A client sends a message; the route is what the API’s selection expression chose.',
  kind,
  fields: {
    body: multilineField('Message', '{"action":"sendMessage","text":"hello"}'),
    route: textField('Route', '$default'),
    stage,
  },
  create: ({ body, route, stage }, make) => ({
    requestContext: webSocketContext('MESSAGE', route, stage, make),
    body,
    isBase64Encoded: false,
  }),
});

export const webSocketDisconnect = template({
  id: 'apigateway-websocket-disconnect',
  title: 'WebSocket disconnect',
  service,
  description: 'A connection has ended ($disconnect).',
  kind,
  fields: { status: numberField('Status code', '1001'), reason: textField('Reason', 'Going away'), stage },
  create: ({ status, reason, stage }, make) => {
    const context = webSocketContext('DISCONNECT', '$disconnect', stage, make);
    return {
      headers: { Host: context.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
      multiValueHeaders: { Host: [context.domainName], 'x-api-key': [''], 'X-Forwarded-For': [''], 'x-restapi': [''] },
      requestContext: { ...context, disconnectStatusCode: status, disconnectReason: reason },
      isBase64Encoded: false,
    };
  },
});

export const apiGatewayWebSocketTemplates = [webSocketConnect, webSocketMessage, webSocketDisconnect] as const;
