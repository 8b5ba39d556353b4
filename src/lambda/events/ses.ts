/** E-mail that SES has received. */

import { arn, choice, flag, integer, isoTime, list, object, records, text } from './eventSchema.ts';
import { type EventKind, template, textField } from './eventTemplate.ts';

const verdict = (description: string) =>
  object(description, { status: choice('The verdict.', ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']) });
const addresses = (description: string) => list(description, { type: 'string' });

const kind: EventKind = {
  id: 'ses',
  title: 'SES',
  schema: records(
    'A message that was received; always one.',
    object('The message.', {
      eventSource: choice('Always aws:ses.', ['aws:ses']),
      eventVersion: text('1.0'),
      ses: object('The message and what was found about it. Its body is not here: an S3 action keeps it.', {
        mail: object('The message.', {
          timestamp: isoTime('When it was received.'),
          source: text('Address of the envelope.'),
          messageId: text('Id that SES gave it: its key in S3.'),
          destination: addresses('Recipients.'),
          headersTruncated: flag('Whether headers were cut.'),
          headers: list('All headers.', object('One header.', { name: text('Its name.'), value: text('Its value.') })),
          commonHeaders: object('The headers that are usually wanted.', {
            'returnPath?': text('Return-Path.'),
            'from?': addresses('From.'),
            'date?': text('Date.'),
            'to?': addresses('To.'),
            'cc?': addresses('Cc.'),
            'messageId?': text('Message-ID.'),
            'subject?': text('Subject.'),
          }),
        }),
        receipt: object('What SES found and does.', {
          timestamp: isoTime('When the rule ran.'),
          processingTimeMillis: integer('How long it took so far, in milliseconds.'),
          recipients: addresses('Recipients that the rule matched.'),
          spamVerdict: verdict('Is it spam?'),
          virusVerdict: verdict('Has it a virus?'),
          spfVerdict: verdict('Did SPF pass?'),
          dkimVerdict: verdict('Did DKIM pass?'),
          dmarcVerdict: verdict('Did DMARC pass?'),
          'dmarcPolicy?': choice('What the sender’s domain asks for when DMARC fails.', [
            'none',
            'quarantine',
            'reject',
          ]),
          action: object('The action that calls the function.', {
            type: text('Lambda.'),
            'functionArn?': arn('The function.'),
            'invocationType?': choice('How it is called.', ['Event', 'RequestResponse']),
          }),
        }),
      }),
    }),
  ),
  mark: { Records: [{ eventSource: 'aws:ses', ses: true }] },
};

export const ses = template({
  id: 'ses',
  title: 'E-mail received',
  service: 'SES',
  description: 'A receipt rule calls the function for a message.',
  kind,
  fields: {
    from: textField('From', 'ada@example.com'),
    to: textField('To', 'orders@example.org'),
    subject: textField('Subject', 'My order'),
  },
  create: ({ from, to, subject }, make) => {
    const messageId = make.lowerId(40);
    const date = new Date(make.epochMs(2000)).toUTCString().replace('GMT', '+0000');
    const pass = { status: 'PASS' as const };
    const headerId = `<${make.uuid()}@example.com>`;
    return {
      Records: [
        {
          eventSource: 'aws:ses',
          eventVersion: '1.0',
          ses: {
            mail: {
              timestamp: make.isoMs(),
              source: from,
              messageId,
              destination: [to],
              headersTruncated: false,
              headers: [
                { name: 'Return-Path', value: `<${from}>` },
                { name: 'From', value: from },
                { name: 'Date', value: date },
                { name: 'Message-ID', value: headerId },
                { name: 'Subject', value: subject },
                { name: 'To', value: to },
                { name: 'Content-Type', value: 'text/plain; charset=UTF-8' },
              ],
              commonHeaders: { returnPath: from, from: [from], date, to: [to], messageId: headerId, subject },
            },
            receipt: {
              timestamp: make.isoMs(),
              processingTimeMillis: 574,
              recipients: [to],
              spamVerdict: pass,
              virusVerdict: pass,
              spfVerdict: pass,
              dkimVerdict: pass,
              dmarcVerdict: pass,
              dmarcPolicy: 'reject' as const,
              action: {
                type: 'Lambda' as const,
                functionArn: make.arn('lambda', 'function:orders'),
                invocationType: 'Event',
              },
            },
          },
        },
      ],
    };
  },
});

export const sesTemplates = [ses] as const;
