/** What CloudWatch sends: log lines of a subscription, and alarms. */

import { accountId, arn, base64, choice, list, mapOf, object, region, text } from './eventSchema.ts';
import { choiceField, type EventKind, multilineField, template, textField } from './eventTemplate.ts';

const service = 'CloudWatch';

const logsKind: EventKind = {
  id: 'cloudwatch-logs',
  title: 'CloudWatch Logs',
  schema: object('Log lines that a subscription filter let through.', {
    awslogs: object('The lines, packed.', {
      data: base64('Lines with their log group and stream: JSON, compressed with gzip.'),
    }),
  }),
  mark: { awslogs: { data: true } },
};

export const cloudWatchLogs = template({
  id: 'cloudwatch-logs',
  title: 'Log subscription',
  service,
  description: 'Log lines of a subscription filter, compressed and encoded.',
  kind: logsKind,
  fields: {
    lines: multilineField('Log lines', 'ERROR payment refused\nERROR payment refused again', 'One event per line'),
    logGroup: textField('Log group', '/aws/lambda/orders'),
    filter: textField('Subscription filter', 'errors'),
  },
  create: ({ lines, logGroup, filter }, make) => {
    const messages = lines.split('\n');
    const logStream = `${make.isoMs().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${make.hex(32)}`;
    const decoded = {
      messageType: 'DATA_MESSAGE',
      owner: make.accountId,
      logGroup,
      logStream,
      subscriptionFilters: [filter],
      logEvents: messages.map((message, place) => ({
        id: make.digits(56),
        timestamp: make.epochMs(messages.length - place),
        message,
      })),
    };
    return { awslogs: { data: make.gzipBase64(JSON.stringify(decoded)) } };
  },
});

const state = (description: string) =>
  object(description, {
    value: choice('The state.', ['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    'reason?': text('Why, in words.'),
    'reasonData?': text('Why, as JSON text.'),
    timestamp: text('When it was reached.'),
  });

const alarmKind: EventKind = {
  id: 'cloudwatch-alarm',
  title: 'CloudWatch alarm',
  schema: object('An alarm has changed its state.', {
    source: choice('Always aws.cloudwatch.', ['aws.cloudwatch']),
    alarmArn: arn('The alarm.'),
    accountId,
    time: text('When it happened.'),
    region,
    alarmData: object('The alarm.', {
      alarmName: text('Its name.'),
      state: state('The new state.'),
      previousState: state('The state before.'),
      configuration: object('What it watches.', {
        'metrics?': list('Metrics and expressions.', mapOf('One of them.', {})),
        'alarmRule?': text('Rule of a composite alarm.'),
        'description?': text('Its description.'),
      }),
    }),
  }),
  mark: { source: 'aws.cloudwatch', alarmData: true },
};

export const cloudWatchAlarm = template({
  id: 'cloudwatch-alarm',
  title: 'Alarm action',
  service,
  description: 'An alarm calls the function when its state changes.',
  kind: alarmKind,
  fields: {
    alarm: textField('Alarm', 'orders-errors'),
    state: choiceField('New state', ['ALARM', 'OK', 'INSUFFICIENT_DATA']),
    functionName: textField('Watched function', 'orders'),
  },
  create: ({ alarm, state, functionName }, make) => {
    const time = (beforeMs: number) => make.isoMs(beforeMs).replace('Z', '+0000');
    return {
      source: 'aws.cloudwatch',
      alarmArn: make.arn('cloudwatch', `alarm:${alarm}`),
      accountId: make.accountId,
      time: time(0),
      region: make.region,
      alarmData: {
        alarmName: alarm,
        state: {
          value: state,
          reason: 'Threshold Crossed: 1 datapoint was greater than the threshold (0.0).',
          timestamp: time(0),
        },
        previousState: {
          value: state === 'OK' ? 'ALARM' : 'OK',
          reason: 'Threshold Crossed',
          timestamp: time(600_000),
        },
        configuration: {
          metrics: [
            {
              id: make.uuid(),
              metricStat: {
                metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: functionName } },
                period: 60,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
      },
    };
  },
});

export const cloudWatchTemplates = [cloudWatchLogs, cloudWatchAlarm] as const;
