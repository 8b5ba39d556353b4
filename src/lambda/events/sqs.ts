/** Messages of SQS queues. */

import { arn, base64, choice, digits, list, mapOf, object, records, region, text } from './eventSchema.ts';
import { type EventKind, multilineField, template, textField } from './eventTemplate.ts';

const kind: EventKind = {
  id: 'sqs',
  title: 'SQS',
  schema: records(
    'A batch of messages.',
    object('One message.', {
      messageId: text('Id of the message; the name of a failed item in a batch response.'),
      receiptHandle: text('Deletes the message, which Lambda does by itself after success.'),
      body: text('The message.'),
      attributes: object('What SQS knows of it.', {
        ApproximateReceiveCount: digits('How often it was received, this time included.'),
        SentTimestamp: digits('When it was sent. Milliseconds since 1970, as text.'),
        SenderId: text('Who sent it.'),
        ApproximateFirstReceiveTimestamp: digits('When it was first received. Milliseconds since 1970, as text.'),
        'SequenceNumber?': digits('Its place, in a FIFO queue.'),
        'MessageGroupId?': text('Its group: messages of one group come in order.'),
        'MessageDeduplicationId?': text('Messages with the same id within five minutes count as one.'),
        'AWSTraceHeader?': text('X-Ray trace that it belongs to.'),
        'DeadLetterQueueSourceArn?': arn('Queue that it came from, where this one takes the dead letters.'),
      }),
      messageAttributes: mapOf(
        'Attributes that the sender gave it.',
        object('One attribute.', {
          dataType: text('String, Number or Binary, perhaps with a label behind a dot.'),
          'stringValue?': text('The value.'),
          'binaryValue?': base64('The value.'),
          'stringListValues?': list('Not in use.', { type: 'string' }),
          'binaryListValues?': list('Not in use.', { type: 'string' }),
        }),
      ),
      md5OfBody: text('MD5 of the body.', { pattern: '^[0-9a-f]{32}$' }),
      'md5OfMessageAttributes?': text('MD5 of the attributes, in the form that SQS documents.'),
      eventSource: choice('Always aws:sqs.', ['aws:sqs']),
      eventSourceARN: arn('The queue.'),
      awsRegion: region,
    }),
  ),
  mark: { Records: [{ eventSource: 'aws:sqs', receiptHandle: true }] },
};

const body = multilineField('Body', '{"orderId":"1042","status":"paid"}');

export const sqsStandard = template({
  id: 'sqs',
  title: 'Message',
  service: 'SQS',
  description: 'A message of a standard queue.',
  kind,
  fields: { body, queue: textField('Queue', 'orders') },
  create: ({ body, queue }, make) => ({
    Records: [
      {
        messageId: make.uuid(),
        receiptHandle: make.token(108),
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(make.epochMs(120)),
          SenderId: `AIDA${make.upperId(17)}`,
          ApproximateFirstReceiveTimestamp: String(make.epochMs(40)),
        },
        messageAttributes: {},
        md5OfBody: make.md5Hex(body),
        eventSource: 'aws:sqs',
        eventSourceARN: make.arn('sqs', queue),
        awsRegion: make.region,
      },
    ],
  }),
});

export const sqsFifo = template({
  id: 'sqs-fifo',
  title: 'Message of a FIFO queue',
  service: 'SQS',
  description: 'A message that comes in order within its group.',
  kind,
  fields: {
    body,
    queue: textField('Queue', 'orders.fifo', 'Ends in .fifo'),
    group: textField('Message group', 'customer-7'),
  },
  create: ({ body, queue, group }, make) => ({
    Records: [
      {
        messageId: make.uuid(),
        receiptHandle: make.token(108),
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(make.epochMs(120)),
          SequenceNumber: `188${make.digits(17)}`,
          MessageGroupId: group,
          SenderId: `AIDA${make.upperId(17)}`,
          MessageDeduplicationId: make.hex(64),
          ApproximateFirstReceiveTimestamp: String(make.epochMs(40)),
        },
        messageAttributes: {},
        md5OfBody: make.md5Hex(body),
        eventSource: 'aws:sqs',
        eventSourceARN: make.arn('sqs', queue.endsWith('.fifo') ? queue : `${queue}.fifo`),
        awsRegion: make.region,
      },
    ],
  }),
});

export const sqsTemplates = [sqsStandard, sqsFifo] as const;
