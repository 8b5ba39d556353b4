import { expect, test } from 'vitest';
import { mappingTrigger, policyTriggers } from '../../../src/lambda/triggers.ts';

test('a mapping is named by its service and resource, with its state', () => {
  const mappings = [
    { UUID: 'u1', EventSourceArn: 'arn:aws:sqs:us-east-1:1:orders', BatchSize: 10, State: 'Enabled' },
    {
      UUID: 'u2',
      EventSourceArn: 'arn:aws:dynamodb:us-east-1:1:table/orders/stream/2026-01-01T00:00:00.000',
      BatchSize: 100,
      State: 'Disabled',
      LastProcessingResult: 'PROBLEM: Function call failed',
    },
  ];
  expect(mappings.map(mappingTrigger).map(({ name, description }) => `${name}: ${description}`)).toEqual([
    'sqs orders: enabled · batches of 10',
    'dynamodb orders: disabled · batches of 100 · PROBLEM: Function call failed',
  ]);
});

test('a statement of the policy is a trigger, named by who is let in', () => {
  const statement = (
    Sid: string,
    Principal: unknown,
    SourceArn?: string,
    Action: unknown = 'lambda:InvokeFunction',
  ) => ({
    Sid,
    Effect: 'Allow',
    Principal,
    Action,
    ...(SourceArn ? { Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } } : {}),
  });
  const policy = {
    Statement: [
      statement('s3', { Service: 's3.amazonaws.com' }, 'arn:aws:s3:::uploads'),
      statement('rule', { Service: 'events.amazonaws.com' }, 'arn:aws:events:us-east-1:1:rule/nightly'),
      statement('team', { AWS: 'arn:aws:iam::111122223333:root' }),
      statement('url', '*', undefined, 'lambda:InvokeFunctionUrl'),
      { ...statement('no', '*'), Effect: 'Deny' },
    ],
  };
  expect(policyTriggers(JSON.stringify(policy)).map(({ name, description }) => `${name}: ${description}`)).toEqual([
    's3 uploads: may invoke · s3',
    'events nightly: may invoke · rule',
    'account 111122223333: may invoke · team',
    'anyone: may call the function URL · url',
  ]);
});

test.each(['', '{', '[]', '{"Statement": 1}', '{"Statement": [null]}'])('%j is no policy', (text) => {
  expect(policyTriggers(text)).toEqual([]);
});
