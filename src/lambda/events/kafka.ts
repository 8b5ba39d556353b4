/** Records of Kafka topics: Amazon MSK and clusters of one's own. */

import type { EventMaker } from './eventMaker.ts';
import { arn, base64, choice, epochMs, integer, list, mapOf, object, orNull, text } from './eventSchema.ts';
import { type EventKind, multilineField, numberField, template, textField } from './eventTemplate.ts';

const topics = mapOf(
  'Records by topic and partition, such as orders-0.',
  list(
    'Records of one partition, in order.',
    object('One record.', {
      topic: text('Its topic.'),
      partition: integer('Its partition.'),
      offset: integer('Its place in the partition.'),
      timestamp: epochMs('Its time.'),
      timestampType: choice('Whose clock that was.', ['CREATE_TIME', 'LOG_APPEND_TIME']),
      'key?': orNull(base64('The key.')),
      'value?': orNull(base64('The value.')),
      headers: list(
        'Headers: each an object with one name, whose value is a list of bytes.',
        mapOf('One header.', list('Bytes.', { type: 'integer' })),
      ),
    }),
  ),
);
const servers = text('Brokers of the cluster, with commas between.');

const mskKind: EventKind = {
  id: 'msk',
  title: 'MSK',
  schema: object('Records of an MSK cluster.', {
    eventSource: choice('Always aws:kafka.', ['aws:kafka']),
    eventSourceArn: arn('The cluster.'),
    bootstrapServers: servers,
    records: topics,
  }),
  mark: { eventSource: 'aws:kafka', records: true },
};

const kafkaKind: EventKind = {
  id: 'kafka',
  title: 'Kafka',
  schema: object('Records of a Kafka cluster of one’s own.', {
    eventSource: choice('Always SelfManagedKafka.', ['SelfManagedKafka']),
    bootstrapServers: servers,
    records: topics,
  }),
  mark: { eventSource: 'SelfManagedKafka', records: true },
};

const fields = {
  value: multilineField('Value', '{"orderId":"1042","status":"paid"}', 'Text; the event has it as Base64'),
  key: textField('Key', '1042'),
  topic: textField('Topic', 'orders'),
  partition: numberField('Partition', '0'),
} as const;

interface RecordValues {
  readonly value: string;
  readonly key: string;
  readonly topic: string;
  readonly partition: number;
}

function records({ value, key, topic, partition }: RecordValues, make: EventMaker) {
  return {
    [`${topic}-${partition}`]: [
      {
        topic,
        partition,
        offset: 15,
        timestamp: make.epochMs(200),
        timestampType: 'CREATE_TIME' as const,
        key: make.base64(key),
        value: make.base64(value),
        headers: [{ source: [...new TextEncoder().encode('checkout')] }],
      },
    ],
  };
}

export const msk = template({
  id: 'msk',
  title: 'Topic record',
  service: 'MSK',
  description: 'A record of a topic in an MSK cluster.',
  kind: mskKind,
  fields: { ...fields, cluster: textField('Cluster', 'orders-cluster') },
  create: ({ cluster, ...values }, make) => {
    const host = `${cluster}.${make.lowerId(6)}.c2.kafka.${make.region}.amazonaws.com:9092`;
    return {
      eventSource: 'aws:kafka' as const,
      eventSourceArn: make.arn('kafka', `cluster/${cluster}/${make.uuid()}-2`),
      bootstrapServers: `b-1.${host},b-2.${host}`,
      records: records(values, make),
    };
  },
});

export const selfManagedKafka = template({
  id: 'kafka',
  title: 'Topic record',
  service: 'Apache Kafka',
  description: 'A record of a topic in a cluster of your own.',
  kind: kafkaKind,
  fields: { ...fields, servers: textField('Bootstrap servers', 'kafka-1.example.com:9092,kafka-2.example.com:9092') },
  create: ({ servers, ...values }, make) => ({
    eventSource: 'SelfManagedKafka' as const,
    bootstrapServers: servers,
    records: records(values, make),
  }),
});

export const kafkaTemplates = [msk, selfManagedKafka] as const;
