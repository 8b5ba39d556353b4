/** Messages of Amazon MQ brokers: ActiveMQ and RabbitMQ. */

import {
  arn,
  base64,
  choice,
  epochMs,
  flag,
  integer,
  list,
  mapOf,
  object,
  orNull,
  text,
  texts,
} from './eventSchema.ts';
import { type EventKind, multilineField, template, textField } from './eventTemplate.ts';

const data = multilineField('Message', '{"orderId":"1042","status":"paid"}', 'Text; the event has it as Base64');

const activeMqKind: EventKind = {
  id: 'mq-activemq',
  title: 'ActiveMQ',
  schema: object('A batch of messages of an ActiveMQ queue.', {
    eventSource: choice('Always aws:mq.', ['aws:mq']),
    eventSourceArn: arn('The broker.'),
    messages: list(
      'The messages.',
      object('One message.', {
        messageID: text('Id that the broker gave it.'),
        messageType: choice('Its JMS type.', ['jms/text-message', 'jms/bytes-message']),
        'deliveryMode?': integer('1 for non-persistent, 2 for persistent.'),
        'replyTo?': orNull(text('Where an answer is expected.')),
        'type?': orNull(text('Type that the sender gave it.')),
        'expiration?': orNull({ type: ['string', 'integer'], description: 'When it expires.' }),
        'priority?': integer('0 to 9.'),
        'correlationId?': orNull(text('Binds an answer to its question.')),
        redelivered: flag('Whether it was delivered before.'),
        destination: object('Where it was.', { physicalName: text('Name of the queue.') }),
        data: base64('The message.'),
        timestamp: epochMs('When it was sent.'),
        brokerInTime: epochMs('When the broker took it.'),
        brokerOutTime: epochMs('When the broker let it go.'),
        'properties?': texts('Properties that the sender gave it.'),
      }),
    ),
  }),
  mark: { eventSource: 'aws:mq', messages: true },
};

const activeMq = template({
  id: 'mq-activemq',
  title: 'ActiveMQ message',
  service: 'Amazon MQ',
  description: 'A text message of an ActiveMQ queue.',
  kind: activeMqKind,
  fields: { data, queue: textField('Queue', 'orders'), broker: textField('Broker', 'orders-broker') },
  create: ({ data, queue, broker }, make) => ({
    eventSource: 'aws:mq',
    eventSourceArn: make.arn('mq', `broker:${broker}:b-${make.uuid()}`),
    messages: [
      {
        messageID: `ID:b-${make.uuid()}-1.mq.${make.region}.amazonaws.com-38067-${make.epochMs(60_000)}-0:1:1:1:1`,
        messageType: 'jms/text-message',
        deliveryMode: 1,
        replyTo: null,
        type: null,
        expiration: '60000',
        priority: 4,
        correlationId: make.uuid(),
        redelivered: false,
        destination: { physicalName: queue },
        data: make.base64(data),
        timestamp: make.epochMs(120),
        brokerInTime: make.epochMs(110),
        brokerOutTime: make.epochMs(90),
        properties: {},
      },
    ],
  }),
});

const rabbitMqKind: EventKind = {
  id: 'mq-rabbitmq',
  title: 'RabbitMQ',
  schema: object('A batch of messages of RabbitMQ queues.', {
    eventSource: choice('Always aws:rmq.', ['aws:rmq']),
    eventSourceArn: arn('The broker.'),
    rmqMessagesByQueue: mapOf(
      'Messages by queue and virtual host, such as orders::/.',
      list(
        'Messages of one queue.',
        object('One message.', {
          basicProperties: object('Properties of AMQP.', {
            'contentType?': orNull(text('Type of the content.')),
            'contentEncoding?': orNull(text('Encoding of the content.')),
            'headers?': orNull(mapOf('Headers; texts come as lists of bytes.', {})),
            'deliveryMode?': orNull(integer('1 for non-persistent, 2 for persistent.')),
            'priority?': orNull(integer('Its priority.')),
            'correlationId?': orNull(text('Binds an answer to its question.')),
            'replyTo?': orNull(text('Where an answer is expected.')),
            'expiration?': orNull(text('Milliseconds until it expires, as text.')),
            'messageId?': orNull(text('Id that the sender gave it.')),
            'timestamp?': orNull(text('When it was sent, in words.')),
            'type?': orNull(text('Type that the sender gave it.')),
            'userId?': orNull(text('User that sent it.')),
            'appId?': orNull(text('Program that sent it.')),
            'clusterId?': orNull(text('Not in use.')),
            'bodySize?': integer('Size of the message in bytes.'),
          }),
          redelivered: flag('Whether it was delivered before.'),
          data: base64('The message.'),
        }),
      ),
    ),
  }),
  mark: { eventSource: 'aws:rmq', rmqMessagesByQueue: true },
};

const rabbitMq = template({
  id: 'mq-rabbitmq',
  title: 'RabbitMQ message',
  service: 'Amazon MQ',
  description: 'A message of a RabbitMQ queue.',
  kind: rabbitMqKind,
  fields: {
    data,
    queue: textField('Queue', 'orders'),
    virtualHost: textField('Virtual host', '/'),
    broker: textField('Broker', 'orders-broker'),
  },
  create: ({ data, queue, virtualHost, broker }, make) => ({
    eventSource: 'aws:rmq',
    eventSourceArn: make.arn('mq', `broker:${broker}:b-${make.uuid()}`),
    rmqMessagesByQueue: {
      [`${queue}::${virtualHost}`]: [
        {
          basicProperties: {
            contentType: 'text/plain',
            contentEncoding: null,
            headers: { header1: { bytes: [...new TextEncoder().encode('value1')] } },
            deliveryMode: 1,
            priority: 34,
            correlationId: null,
            replyTo: null,
            expiration: '60000',
            messageId: null,
            timestamp: rabbitTime(make.epochMs(150)),
            type: null,
            userId: 'orders',
            appId: null,
            clusterId: null,
            bodySize: make.byteLength(data),
          },
          redelivered: false,
          data: make.base64(data),
        },
      ],
    },
  }),
});

/** `Jan 1, 1970, 12:33:41 AM`, as the event source mapping writes it. */
function rabbitTime(epochMs: number): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
    .format(epochMs)
    .replaceAll('\u202F', ' ');
}

export const mqTemplates = [activeMq, rabbitMq] as const;
