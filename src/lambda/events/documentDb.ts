/** Change events of DocumentDB collections. */

import { arn, choice, integer, list, mapOf, object, orNull, text } from './eventSchema.ts';
import { choiceField, type EventKind, jsonField, template, textField } from './eventTemplate.ts';

const kind: EventKind = {
  id: 'documentdb',
  title: 'DocumentDB',
  schema: object('A batch of changes of a change stream.', {
    eventSourceArn: arn('The cluster.'),
    eventSource: choice('Always aws:docdb.', ['aws:docdb']),
    events: list(
      'The changes.',
      object('One change.', {
        event: object('The change, as MongoDB writes it.', {
          _id: object('Resume token.', { _data: text('The token.') }),
          clusterTime: object('Its time.', {
            $timestamp: object('Timestamp of BSON.', {
              t: integer('Seconds since 1970.'),
              i: integer('Counter within the second.'),
            }),
          }),
          documentKey: object('The document.', { _id: mapOf('Its id in extended JSON.', {}) }),
          'fullDocument?': orNull(mapOf('The document, where the stream is set so.', {})),
          'updateDescription?': mapOf('Fields that were changed and removed.', {}),
          ns: object('Where it is.', { db: text('The database.'), coll: text('The collection.') }),
          operationType: choice('What happened.', [
            'insert',
            'update',
            'replace',
            'delete',
            'drop',
            'dropDatabase',
            'rename',
            'invalidate',
          ]),
        }),
      }),
    ),
  }),
  mark: { eventSource: 'aws:docdb', events: true },
};

const documentDb = template({
  id: 'documentdb',
  title: 'Change stream',
  service: 'DocumentDB',
  description: 'A document of a collection was changed.',
  kind,
  fields: {
    document: jsonField('Document', '{\n  "item": "book",\n  "quantity": 1\n}', 'JSON, without _id'),
    operation: choiceField('Operation', ['insert', 'update', 'replace', 'delete']),
    database: textField('Database', 'shop'),
    collection: textField('Collection', 'orders'),
  },
  create: ({ document, operation, database, collection }, make) => {
    const _id = { $oid: make.hex(24) };
    const hasDocument = operation !== 'delete' && typeof document === 'object' && document !== null;
    return {
      eventSourceArn: make.arn('rds', `cluster:${database.toLowerCase()}`),
      events: [
        {
          event: {
            _id: { _data: `01${make.hex(56)}` },
            clusterTime: { $timestamp: { t: Math.floor(make.epochMs() / 1000), i: 1 } },
            documentKey: { _id },
            ...(hasDocument ? { fullDocument: { _id, ...document } } : {}),
            ns: { db: database, coll: collection },
            operationType: operation,
          },
        },
      ],
      eventSource: 'aws:docdb',
    };
  },
});

export const documentDbTemplates = [documentDb] as const;
