/** What AppSync asks: a field, many fields at once, and whether a request is allowed. */

import type { EventMaker } from './eventMaker.ts';
import { accountId, anything, type JsonSchema, list, mapOf, object, orNull, text, texts } from './eventSchema.ts';
import { type EventKind, jsonField, template, textField } from './eventTemplate.ts';

const service = 'AppSync';

const contextSchema: JsonSchema = object('A field to resolve.', {
  arguments: mapOf('Arguments of the field.', {}),
  'identity?': orNull(mapOf('Who asks; null with an API key.', {})),
  source: orNull(anything('Value of the parent field; null at the top.')),
  request: object('The request.', {
    headers: texts('Its headers.'),
    'domainName?': orNull(text('Custom domain that was called.')),
  }),
  'prev?': orNull(mapOf('Result of the function before, in a pipeline.', {})),
  info: object('The query.', {
    selectionSetList: list('Fields that are wanted, as paths.', { type: 'string' }),
    selectionSetGraphQL: text('The same in GraphQL.'),
    'variables?': orNull(mapOf('Variables of the query.', {})),
    parentTypeName: text('Type that has the field.'),
    fieldName: text('Name of the field.'),
  }),
  'stash?': mapOf('What a pipeline keeps from step to step.', {}),
});

const resolverKind: EventKind = {
  id: 'appsync-resolver',
  title: 'AppSync resolver',
  schema: contextSchema,
  mark: { arguments: true, info: { fieldName: true, parentTypeName: true } },
};

const batchKind: EventKind = {
  id: 'appsync-batch',
  title: 'AppSync batch resolver',
  schema: list('The same field of many parents; answer in the same order.', contextSchema),
  mark: [{ info: { fieldName: true } }],
};

const fields = {
  type: textField('Type', 'Query'),
  field: textField('Field', 'getOrder'),
  arguments: jsonField('Arguments', '{ "id": "1042" }', 'JSON'),
  selection: textField('Fields wanted', 'id,status,total', 'Names, with commas between'),
} as const;

interface Question {
  readonly type: string;
  readonly field: string;
  readonly arguments: unknown;
  readonly selection: string;
}

function context(question: Question, source: Record<string, unknown> | null, make: EventMaker) {
  const selected = question.selection.split(',').map((name) => name.trim());
  return {
    arguments: question.arguments as Record<string, unknown>,
    identity: null,
    source,
    request: {
      headers: {
        'x-forwarded-for': '203.0.113.7',
        host: `${make.lowerId(26)}.appsync-api.${make.region}.amazonaws.com`,
        'content-type': 'application/json',
        'x-amzn-trace-id': make.traceId(),
        'x-api-key': `da2-${make.lowerId(26)}`,
      },
      domainName: null,
    },
    prev: null,
    info: {
      selectionSetList: selected,
      selectionSetGraphQL: `{\n  ${selected.join('\n  ')}\n}`,
      variables: {},
      parentTypeName: question.type,
      fieldName: question.field,
    },
    stash: {},
  };
}

export const appSyncResolver = template({
  id: 'appsync-resolver',
  title: 'Resolver',
  service,
  description: 'A field of a GraphQL query is to be resolved (direct Lambda resolver).',
  kind: resolverKind,
  fields,
  create: (values, make) => context(values, null, make),
});

export const appSyncBatch = template({
  id: 'appsync-batch',
  title: 'Batch resolver',
  service,
  description: 'The same field of several parents in one call.',
  kind: batchKind,
  fields: {
    ...fields,
    type: textField('Type', 'Order'),
    field: textField('Field', 'customer'),
    parents: textField('Ids of the parents', '1042,1043', 'With commas between'),
  },
  create: ({ parents, ...values }, make) => parents.split(',').map((id) => context(values, { id: id.trim() }, make)),
});

const authorizerKind: EventKind = {
  id: 'appsync-authorizer',
  title: 'AppSync authorizer',
  schema: object('A request that is to be allowed or not.', {
    authorizationToken: text('Value of the Authorization header.'),
    requestContext: object('The request.', {
      apiId: text('Id of the API.'),
      accountId,
      requestId: text('Id of the request.'),
      'queryString?': text('The query in GraphQL.'),
      'operationName?': orNull(text('Name of the operation.')),
      'variables?': orNull(mapOf('Variables of the query.', {})),
    }),
    'requestHeaders?': texts('Headers of the request.'),
  }),
  mark: { authorizationToken: true, requestContext: { apiId: true, requestId: true } },
};

export const appSyncAuthorizer = template({
  id: 'appsync-authorizer',
  title: 'Lambda authorizer',
  service,
  description: 'May this query be answered?',
  kind: authorizerKind,
  fields: {
    token: textField('Token', 'custom-token'),
    query: textField('Query', 'query GetOrder($id: ID!) { getOrder(id: $id) { id } }'),
    variables: jsonField('Variables', '{ "id": "1042" }', 'JSON'),
  },
  create: ({ token, query, variables }, make) => ({
    authorizationToken: token,
    requestContext: {
      apiId: make.lowerId(26),
      accountId: make.accountId,
      requestId: make.uuid(),
      queryString: query,
      operationName: /\b(?:query|mutation|subscription)\s+(\w+)/.exec(query)?.[1] ?? '',
      variables: variables as Record<string, unknown>,
    },
    requestHeaders: { authorization: token, 'content-type': 'application/json' },
  }),
});

export const appSyncTemplates = [appSyncResolver, appSyncBatch, appSyncAuthorizer] as const;
