import { describe, expect, it } from 'vitest';
import { parseLogLine } from '../../../src/lambda/logLine.ts';
import { tellsOfThrottling } from '../../../src/lambda/throttling.ts';

const told = (message: string) =>
  tellsOfThrottling(
    parseLogLine({ eventId: '1', logGroupName: 'g', logStreamName: 's', timestamp: 0, ingestionTime: 0, message }).line,
  );
const node = (level: string, text: string) =>
  `2026-01-15T10:11:12.118Z\t8f2c0000-0000-4000-8000-000000000001\t${level}\t${text}`;

describe('a line tells of throttling', () => {
  it.each([
    [node('ERROR', 'ThrottlingException: Rate exceeded'), true],
    [node('WARN', 'retrying after TooManyRequestsException'), true],
    [node('ERROR', 'ProvisionedThroughputExceededException: The level of configured…'), true],
    [
      node('ERROR', 'Invoke Error \t{"errorType":"ThrottlingException","errorMessage":"Rate exceeded","stack":[]}'),
      true,
    ],
    [JSON.stringify({ level: 'error', message: 'put failed', err: { code: 'SlowDown' } }), true],
    [
      '[ERROR] ClientError: An error occurred (ThrottlingException)\nTraceback (most recent call last):\n  File "/var/task/app.py", line 1, in handler',
      true,
    ],
    [node('INFO', 'ThrottlingException is retried by the SDK'), false],
    [node('ERROR', 'the rate exceededness of things'), false],
    [node('ERROR', `${'x'.repeat(5000)} Rate exceeded`), false],
    ['Rate exceeded', false],
  ])('%s', (message, expected) => {
    expect(told(message)).toBe(expected);
  });
});
