/** Events of EventBridge: one's own, scheduled ones, and those of AWS services. */

import type { EventMaker } from './eventMaker.ts';
import { accountId, anything, choice, isoTime, type JsonSchema, list, object, region, text } from './eventSchema.ts';
import {
  choiceField,
  type EventKind,
  type EventMark,
  jsonField,
  numberField,
  template,
  textField,
} from './eventTemplate.ts';

const service = 'EventBridge';

function eventSchema(detailType: JsonSchema, source: JsonSchema, detail: JsonSchema): JsonSchema {
  return object('An event of EventBridge.', {
    version: choice('Always 0.', ['0']),
    id: text('Id of the event.'),
    'detail-type': detailType,
    source,
    account: accountId,
    time: isoTime('When it happened, in whole seconds.'),
    region,
    resources: list('ARNs of what it is about; the rule for a scheduled event.', { type: 'string' }),
    detail,
    'replay-name?': text('Replay that sends it again.'),
  });
}

function kindOf(
  id: string,
  title: string,
  detailType: JsonSchema,
  source: JsonSchema,
  detail: JsonSchema,
  mark: EventMark,
): EventKind {
  return { id, title, schema: eventSchema(detailType, source, detail), mark };
}

function event<Type extends string, Source extends string, Detail>(
  detailType: Type,
  source: Source,
  resources: string[],
  detail: Detail,
  make: EventMaker,
) {
  return {
    version: '0',
    id: make.uuid(),
    'detail-type': detailType,
    source,
    account: make.accountId,
    time: make.isoSeconds(),
    region: make.region,
    resources,
    detail,
  };
}

export const eventBridge = template({
  id: 'eventbridge',
  title: 'Custom event',
  service,
  description: 'An event that your own program put on a bus.',
  kind: kindOf(
    'eventbridge',
    'EventBridge',
    text('What kind of event it is, in the words of its source.'),
    text('Who sends it: aws.SERVICE, or a name of your own.'),
    anything('The event itself.'),
    { version: '0', 'detail-type': true, source: true, detail: true },
  ),
  fields: {
    source: textField('Source', 'com.example.orders'),
    detailType: textField('Detail type', 'OrderPlaced'),
    detail: jsonField('Detail', '{\n  "orderId": "1042",\n  "total": 41.7\n}', 'JSON'),
  },
  create: ({ source, detailType, detail }, make) => event(detailType, source, [], detail, make),
});

export const scheduled = template({
  id: 'eventbridge-scheduled',
  title: 'Scheduled event',
  service,
  description: 'A rule fires on its schedule.',
  kind: kindOf(
    'eventbridge-scheduled',
    'scheduled',
    choice('Always Scheduled Event.', ['Scheduled Event']),
    choice('Always aws.events.', ['aws.events']),
    object('Empty.', {}),
    { 'detail-type': 'Scheduled Event', source: 'aws.events' },
  ),
  fields: { rule: textField('Rule', 'every-five-minutes') },
  create: ({ rule }, make) => event('Scheduled Event', 'aws.events', [make.arn('events', `rule/${rule}`)], {}, make),
});

export const instanceState = template({
  id: 'eventbridge-ec2-state',
  title: 'EC2 instance state change',
  service,
  description: 'An instance of EC2 was started, stopped or terminated.',
  kind: kindOf(
    'eventbridge-ec2-state',
    'EC2 state change',
    choice('What happened.', ['EC2 Instance State-change Notification']),
    choice('Always aws.ec2.', ['aws.ec2']),
    object('The instance.', {
      'instance-id': text('Id of the instance.'),
      state: choice('Its state now.', ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated']),
    }),
    { 'detail-type': 'EC2 Instance State-change Notification', source: 'aws.ec2' },
  ),
  fields: {
    instance: textField('Instance', 'i-0123456789abcdef0'),
    state: choiceField('State', ['running', 'pending', 'stopping', 'stopped', 'shutting-down', 'terminated']),
  },
  create: ({ instance, state }, make) =>
    event(
      'EC2 Instance State-change Notification',
      'aws.ec2',
      [make.arn('ec2', `instance/${instance}`)],
      { 'instance-id': instance, state },
      make,
    ),
});

export const s3ObjectCreated = template({
  id: 'eventbridge-s3-created',
  title: 'S3 object created',
  service,
  description: 'S3 tells EventBridge of a new object. Unlike in its own notifications the key is not encoded.',
  kind: kindOf(
    'eventbridge-s3-created',
    'S3 Object Created',
    choice('What happened.', ['Object Created']),
    choice('Always aws.s3.', ['aws.s3']),
    object('The object.', {
      version: choice('Always 0.', ['0']),
      bucket: object('The bucket.', { name: text('Name of the bucket.') }),
      object: object('The object.', {
        key: text('Key, as it is.'),
        size: { type: 'integer', description: 'Bytes.' },
        etag: text('ETag, without quotes.'),
        'version-id?': text('Version, in a bucket with versioning.'),
        sequencer: text('Orders events of one key.'),
      }),
      'request-id': text('Id of the request to S3.'),
      requester: text('Account or service that made it.'),
      'source-ip-address': text('Address that it came from.'),
      reason: choice('The API that was used.', ['PutObject', 'POST Object', 'CopyObject', 'CompleteMultipartUpload']),
    }),
    { 'detail-type': 'Object Created', source: 'aws.s3' },
  ),
  fields: {
    bucket: textField('Bucket', 'my-bucket'),
    key: textField('Key', 'uploads/photo 1.jpg'),
    size: numberField('Size in bytes', '1024'),
  },
  create: ({ bucket, key, size }, make) =>
    event(
      'Object Created',
      'aws.s3',
      [`arn:aws:s3:::${bucket}`],
      {
        version: '0' as const,
        bucket: { name: bucket },
        object: {
          key,
          size,
          etag: make.hex(32),
          'version-id': make.lowerId(32),
          sequencer: `00${make.hex(16).toUpperCase()}`,
        },
        'request-id': make.upperId(16),
        requester: make.accountId,
        'source-ip-address': '203.0.113.7',
        reason: 'PutObject' as const,
      },
      make,
    ),
});

export const eventBridgeTemplates = [eventBridge, scheduled, instanceState, s3ObjectCreated] as const;
