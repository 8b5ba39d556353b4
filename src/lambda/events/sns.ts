/** Messages of SNS topics. */

import { arn, choice, isoTime, mapOf, object, orNull, records, text } from './eventSchema.ts';
import { type EventKind, multilineField, template, textField } from './eventTemplate.ts';

const kind: EventKind = {
  id: 'sns',
  title: 'SNS',
  schema: records(
    'A message; always one.',
    object('The message and its subscription.', {
      EventVersion: text('1.0'),
      EventSubscriptionArn: arn('The function’s subscription.'),
      EventSource: choice('Always aws:sns.', ['aws:sns']),
      Sns: object('The message.', {
        SignatureVersion: text('1 for SHA1, 2 for SHA256.'),
        Timestamp: isoTime('When it was published.'),
        Signature: text('Signature over the message.'),
        'SigningCertUrl?': text('Certificate that the signature is checked with.', { format: 'uri' }),
        MessageId: text('Id of the message.'),
        Message: text('The message.'),
        MessageAttributes: mapOf(
          'Attributes that the publisher gave it.',
          object('One attribute.', {
            Type: text('String, String.Array, Number or Binary.'),
            Value: text('The value.'),
          }),
        ),
        Type: choice('Always Notification.', ['Notification']),
        'UnsubscribeUrl?': text('Ends the subscription.', { format: 'uri' }),
        TopicArn: arn('The topic.'),
        'Subject?': orNull(text('Subject; null without one.')),
      }),
    }),
  ),
  mark: { Records: [{ EventSource: 'aws:sns', Sns: true }] },
};

export const sns = template({
  id: 'sns',
  title: 'Notification',
  service: 'SNS',
  description: 'A message that was published to a topic.',
  kind,
  fields: {
    message: multilineField('Message', '{"orderId":"1042","status":"paid"}'),
    subject: textField('Subject', '', 'Empty for none'),
    topic: textField('Topic', 'orders'),
  },
  create: ({ message, subject, topic }, make) => {
    const topicArn = make.arn('sns', topic);
    const subscriptionArn = `${topicArn}:${make.uuid()}`;
    const host = `https://sns.${make.region}.amazonaws.com`;
    return {
      Records: [
        {
          EventVersion: '1.0',
          EventSubscriptionArn: subscriptionArn,
          EventSource: 'aws:sns',
          Sns: {
            SignatureVersion: '1',
            Timestamp: make.isoMs(150),
            Signature: make.token(256),
            SigningCertUrl: `${host}/SimpleNotificationService-${make.hex(32)}.pem`,
            MessageId: make.uuid(),
            Message: message,
            MessageAttributes: {},
            Type: 'Notification',
            UnsubscribeUrl: `${host}/?Action=Unsubscribe&SubscriptionArn=${encodeURI(subscriptionArn.replace(/\p{Surrogate}/gu, '\uFFFD'))}`,
            TopicArn: topicArn,
            ...(subject === '' ? {} : { Subject: subject }),
          },
        },
      ],
    };
  },
});

export const snsTemplates = [sns] as const;
