/** Records of Kinesis streams, and of Firehose streams that are to be transformed. */

import { arn, base64, choice, digits, epochMs, epochS, list, object, records, region, text } from './eventSchema.ts';
import { type EventKind, multilineField, template, textField } from './eventTemplate.ts';

const shardId = 'shardId-000000000000';

const streamKind: EventKind = {
  id: 'kinesis',
  title: 'Kinesis',
  schema: records(
    'A batch of records of one shard.',
    object('One record.', {
      kinesis: object('The record.', {
        kinesisSchemaVersion: text('1.0'),
        partitionKey: text('Key that chose the shard.'),
        sequenceNumber: digits('Its place in the shard.'),
        data: base64('The record’s bytes.'),
        approximateArrivalTimestamp: epochS('When it arrived.'),
      }),
      eventSource: choice('Always aws:kinesis.', ['aws:kinesis']),
      eventVersion: text('1.0'),
      eventID: text('Shard and sequence number.'),
      eventName: choice('Always aws:kinesis:record.', ['aws:kinesis:record']),
      invokeIdentityArn: arn('Role with which Lambda reads the stream.'),
      awsRegion: region,
      eventSourceARN: arn('The stream.'),
    }),
  ),
  mark: { Records: [{ eventSource: 'aws:kinesis', kinesis: true }] },
};

export const kinesis = template({
  id: 'kinesis',
  title: 'Stream record',
  service: 'Kinesis',
  description: 'A record of a data stream.',
  kind: streamKind,
  fields: {
    data: multilineField('Data', '{"sensor":"s-1","celsius":21.5}', 'Text; the event has it as Base64'),
    partitionKey: textField('Partition key', 's-1'),
    stream: textField('Stream', 'readings'),
  },
  create: ({ data, partitionKey, stream }, make) => {
    const sequenceNumber = `4959${make.digits(52)}`;
    return {
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey,
            sequenceNumber,
            data: make.base64(data),
            approximateArrivalTimestamp: make.epochMs() / 1000,
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: `${shardId}:${sequenceNumber}`,
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: `arn:aws:iam::${make.accountId}:role/lambda-role`,
          awsRegion: make.region,
          eventSourceARN: make.arn('kinesis', `stream/${stream}`),
        },
      ],
    };
  },
});

const firehoseKind: EventKind = {
  id: 'firehose',
  title: 'Firehose transformation',
  schema: object('Records to transform. The answer has each recordId again, with a result.', {
    invocationId: text('Id of this call.'),
    deliveryStreamArn: arn('The Firehose stream.'),
    'sourceKinesisStreamArn?': arn('The data stream that it reads from.'),
    region,
    records: list(
      'What to transform.',
      object('One record.', {
        recordId: text('To be returned as it is.'),
        approximateArrivalTimestamp: epochMs('When it arrived.'),
        data: base64('The record’s bytes.'),
        'kinesisRecordMetadata?': object('Of a record that came from a data stream.', {
          shardId: text('Its shard.'),
          partitionKey: text('Its key.'),
          approximateArrivalTimestamp: epochMs('When the data stream had it.'),
          sequenceNumber: digits('Its place in the shard.'),
          subsequenceNumber: text('Its place within an aggregate.'),
        }),
      }),
    ),
  }),
  mark: { deliveryStreamArn: true, records: [{ recordId: true }] },
};

export const firehose = template({
  id: 'firehose',
  title: 'Transformation',
  service: 'Firehose',
  description: 'A Firehose stream asks for records to be transformed.',
  kind: firehoseKind,
  fields: {
    data: multilineField('Data', '{"sensor":"s-1","celsius":21.5}', 'Text; the event has it as Base64'),
    stream: textField('Stream', 'archive'),
  },
  create: ({ data, stream }, make) => ({
    invocationId: make.uuid(),
    deliveryStreamArn: make.arn('firehose', `deliverystream/${stream}`),
    region: make.region,
    records: [
      {
        recordId: `4959${make.digits(52)}000000`,
        approximateArrivalTimestamp: make.epochMs(1000),
        data: make.base64(data),
      },
    ],
  }),
});

export const kinesisTemplates = [kinesis, firehose] as const;
