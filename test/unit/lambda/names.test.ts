import { describe, expect, test } from 'vitest';
import {
  functionArn,
  isFunctionName,
  logGroupArn,
  parseFunctionReference,
  partitionOf,
} from '../../../src/lambda/names.ts';

const nothing = { region: undefined, accountId: undefined, qualifier: undefined };

describe('function names', () => {
  test.each([
    ['orders', { ...nothing, name: 'orders' }],
    ['orders:live', { ...nothing, name: 'orders', qualifier: 'live' }],
    ['orders:$LATEST', { ...nothing, name: 'orders', qualifier: '$LATEST' }],
    ['123456789012:function:orders:7', { ...nothing, accountId: '123456789012', name: 'orders', qualifier: '7' }],
    [
      'arn:aws:lambda:eu-west-1:123456789012:function:orders',
      { region: 'eu-west-1', accountId: '123456789012', name: 'orders', qualifier: undefined },
    ],
    [
      'arn:aws-cn:lambda:cn-north-1:123456789012:function:orders:live',
      { region: 'cn-north-1', accountId: '123456789012', name: 'orders', qualifier: 'live' },
    ],
  ])('%s is understood', (text, reference) => {
    expect(parseFunctionReference(text)).toEqual(reference);
  });

  test.each(['', 'a b', 'arn:aws:s3:::bucket', 'orders:', '12:function:orders'])('%j is not a reference', (text) => {
    expect(parseFunctionReference(text)).toBeUndefined();
  });

  test('an ARN is read back as it was made', () => {
    const arn = functionArn('us-gov-west-1', '123456789012', 'orders', 'live');
    expect(arn).toBe('arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:orders:live');
    expect(parseFunctionReference(arn)).toEqual({
      region: 'us-gov-west-1',
      accountId: '123456789012',
      name: 'orders',
      qualifier: 'live',
    });
  });

  test('a new function has at most 64 characters and no dots', () => {
    expect(isFunctionName('a'.repeat(64))).toBe(true);
    expect(isFunctionName('a'.repeat(65))).toBe(false);
    expect(isFunctionName('a.b')).toBe(false);
    expect(isFunctionName('')).toBe(false);
  });

  test('log group ARNs carry the partition of their Region and no trailing star', () => {
    expect(partitionOf('eu-central-1')).toBe('aws');
    expect(logGroupArn('cn-north-1', '123456789012', '/aws/lambda/orders')).toBe(
      'arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/lambda/orders',
    );
  });
});
