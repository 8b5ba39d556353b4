import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../../src/lambda/invocationRecord.ts';
import { parseLogLine } from '../../../src/lambda/logLine.ts';

const id = '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41';
const time = '2026-01-15T10:11:12.118Z';

function read(message: string): Omit<LogLine, 'event' | 'json'> {
  const { event, json, ...rest } = parseLogLine(eventOf(message)).line;
  return rest;
}

function eventOf(message: string) {
  return { eventId: '1', logGroupName: 'g', logStreamName: 's', timestamp: 0, ingestionTime: 0, message };
}

describe('lines of the runtimes', () => {
  test.each<[string, string, Omit<LogLine, 'event' | 'json'>]>([
    [
      'Node',
      `${time}\t${id}\tWARN\tcache\tmiss\n`,
      { kind: 'application', text: 'cache\tmiss', level: 'WARN', requestId: id },
    ],
    [
      'Node while it initialises',
      `${time}\tundefined\tINFO\tconnecting\n`,
      { kind: 'application', text: 'connecting', level: 'INFO', requestId: undefined },
    ],
    [
      'Node before levels',
      `${time}\t${id}\thello\n`,
      { kind: 'application', text: 'hello', level: undefined, requestId: id },
    ],
    [
      'Node on plain output, where newlines became carriage returns',
      `${time}\t${id}\tINFO\tone\rtwo\n`,
      { kind: 'application', text: 'one\ntwo', level: 'INFO', requestId: id },
    ],
    [
      'Python logging',
      `[WARNING]\t${time}\t${id}\torder 18 has no total\n`,
      { kind: 'application', text: 'order 18 has no total', level: 'WARN', requestId: id },
    ],
    [
      'Python logging while it initialises',
      `[CRITICAL]\t${time}\t\tno database\n`,
      { kind: 'application', text: 'no database', level: 'FATAL', requestId: undefined },
    ],
    [
      'Java',
      `2026-01-15 10:11:12 ${id} INFO  Handler - loading`,
      { kind: 'application', text: 'Handler - loading', level: 'INFO', requestId: id },
    ],
    ['print', 'plain words\n', { kind: 'application', text: 'plain words', level: undefined, requestId: undefined }],
    [
      'a logger of one’s own',
      '[ERROR] order 18 is broken\n',
      { kind: 'application', text: '[ERROR] order 18 is broken', level: 'ERROR', requestId: undefined },
    ],
    [
      'a word that only begins like a level',
      'information desk',
      { kind: 'application', text: 'information desk', level: undefined, requestId: undefined },
    ],
  ])('%s', (_, message, line) => {
    expect(read(message)).toEqual(line);
  });
});

describe('failures that the runtimes log', () => {
  const node = { errorType: 'TypeError', errorMessage: 'x is undefined' };

  test.each(['Invoke Error', 'Uncaught Exception', 'Unhandled Promise Rejection'])('Node: %s', (phrase) => {
    const stack = ['TypeError: x is undefined', '    at handler (file:///var/task/index.mjs:3:9)'];
    const { line } = parseLogLine(
      eventOf(`${time}\t${id}\tERROR\t${phrase} \t${JSON.stringify({ ...node, stack })}\n`),
    );
    expect(line).toMatchObject({
      kind: 'error',
      level: 'ERROR',
      requestId: id,
      text: 'TypeError: x is undefined\n    at handler (file:///var/task/index.mjs:3:9)',
      json: { ...node, stack },
    });
  });

  test('Python, with the no-break spaces that it indents with', () => {
    const message =
      '[ERROR] CustomException: broken\rTraceback (most recent call last):\r\u00a0\u00a0File "/var/task/app.py", line 3, in handler\n';
    expect(read(message)).toEqual({
      kind: 'error',
      level: 'ERROR',
      requestId: undefined,
      text: 'CustomException: broken\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 3, in handler',
    });
  });

  test('Python in JSON', () => {
    const json = {
      timestamp: '2026-01-15T10:11:12Z',
      level: 'ERROR',
      errorMessage: 'boom',
      errorType: 'ValueError',
      requestId: id,
      stackTrace: ['  File "/var/task/app.py", line 3, in handler\n    raise ValueError("boom")\n'],
    };
    expect(read(JSON.stringify(json))).toEqual({
      kind: 'error',
      level: 'ERROR',
      requestId: id,
      text: 'ValueError: boom\n  File "/var/task/app.py", line 3, in handler\n    raise ValueError("boom")',
    });
  });

  test('an error that the function logs and survives is not one of them', () => {
    expect(read(`${time}\t${id}\tERROR\tError: retrying\n    at work (/var/task/index.js:1:1)\n`).kind).toBe(
      'application',
    );
    expect(read(`[ERROR]\t${time}\t${id}\tretrying\nTraceback (most recent call last):\n`).kind).toBe('application');
  });

  test('the platform: a timeout and an exit, without the time and request that they begin with', () => {
    expect(read(`${time} ${id} Task timed out after 3.00 seconds\n\n`)).toMatchObject({
      kind: 'error',
      level: 'ERROR',
      requestId: id,
      text: 'Task timed out after 3.00 seconds',
    });
    expect(read(`RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`)).toMatchObject(
      { kind: 'error', text: 'Runtime exited with error: exit status 1\nRuntime.ExitError' },
    );
  });
});

describe('structured lines', () => {
  test.each<[string, object, Omit<LogLine, 'event' | 'json'>]>([
    [
      'Lambda’s own',
      { timestamp: time, level: 'INFO', requestId: id, message: 'loading' },
      { kind: 'application', text: 'loading', level: 'INFO', requestId: id },
    ],
    [
      'Java’s',
      { timestamp: time, level: 'DEBUG', AWSRequestId: id, message: 'loading' },
      { kind: 'application', text: 'loading', level: 'DEBUG', requestId: id },
    ],
    [
      'Powertools',
      { level: 'WARN', message: 'retrying', service: 'orders', function_request_id: id, cold_start: true },
      { kind: 'application', text: 'retrying', level: 'WARN', requestId: id },
    ],
    [
      'pino, with a number for the level',
      { level: 50, time: 1768471872217, msg: 'broken', awsRequestId: id },
      { kind: 'application', text: 'broken', level: 'ERROR', requestId: id },
    ],
    [
      'structlog',
      { event: 'from structlog', level: 'critical', aws_request_id: id },
      { kind: 'application', text: 'from structlog', level: 'FATAL', requestId: id },
    ],
    [
      'winston and others',
      { severity: 'warning', message: 'careful', lambda_request_id: id },
      { kind: 'application', text: 'careful', level: 'WARN', requestId: id },
    ],
    [
      'an error object logged in JSON format',
      {
        level: 'ERROR',
        requestId: id,
        message: { errorType: 'Error', errorMessage: 'no', stackTrace: ['Error: no', '    at a (/b.js:1:1)'] },
      },
      { kind: 'application', text: 'Error: no\n    at a (/b.js:1:1)', level: 'ERROR', requestId: id },
    ],
    [
      'a Lambda event that was logged as it is',
      { version: '2.0', routeKey: '$default' },
      {
        kind: 'application',
        text: '{"version":"2.0","routeKey":"$default"}',
        level: undefined,
        requestId: undefined,
      },
    ],
  ])('%s', (_, json, line) => {
    const message = JSON.stringify(json);
    expect(read(`${message}\n`)).toEqual(line);
    expect(parseLogLine(eventOf(message)).line.json).toEqual(json);
  });

  test('inside a runtime’s line: the runtime’s request id counts, the logger’s level', () => {
    const message = `${time}\t${id}\tINFO\t{"level":"error","message":"inner","requestId":"another"}\n`;
    expect(read(message)).toEqual({ kind: 'application', text: 'inner', level: 'ERROR', requestId: id });
  });

  test('a platform record reads like its text form', () => {
    const message = JSON.stringify({ time, type: 'platform.start', record: { requestId: id, version: '3' } });
    expect(read(message)).toEqual({
      kind: 'start',
      text: `START RequestId: ${id} Version: 3`,
      level: undefined,
      requestId: id,
    });
  });

  test.each([['{ not json'], ['{"cut":"off'], ['[1, 2, 3]'], ['{}'], ['null']])('%s is text', (message) => {
    expect(read(message)).toMatchObject({ kind: 'application', text: message });
  });

  test('a megabyte in one line, and ten thousand keys, are read whole', () => {
    const big = JSON.stringify({ level: 'INFO', message: 'x'.repeat(1_000_000) });
    expect(read(big).text).toHaveLength(1_000_000);
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index]));
    expect(Object.keys(parseLogLine(eventOf(JSON.stringify(wide))).line.json ?? {})).toHaveLength(10_000);
  });
});

describe('hostile lines stall nothing', () => {
  const million = 1_000_000;

  // Each of these makes a careless pattern run for minutes, which the time limit of the test would end.
  test.each([
    ['blanks after an exit', `RequestId: x Error: Runtime exited ${' '.repeat(million)}\nfoo bar`],
    ['newlines in the middle', `a${'\n'.repeat(million)}b`],
    ['tabs', `REPORT RequestId: x\t${'\t'.repeat(million)}`],
    ['field names', `REPORT RequestId: x ${'Duration: '.repeat(million / 10)}`],
    ['an error without an end', `[ERROR] ${'\nTraceback (most recent call last)'.repeat(10_000)}`],
    ['brackets', `START RequestId: x Version: ${'['.repeat(million)}`],
    ['opening braces', '{"a":'.repeat(million / 5)],
    ['a level without an end', `[${'A'.repeat(million)}`],
    ['blanks after a Java prefix', `2026-01-15 10:11:12 ${id}${' '.repeat(million)}`],
  ])('%s', (_, message) => {
    expect(read(message).text.length).toBeGreaterThan(0);
  });

  test('control characters, HTML and lone surrogates are text like any other', () => {
    const message = '\u0000\u001b[31mred\u001b[0m <script>alert(1)</script> \ud800';
    expect(read(message)).toEqual({ kind: 'application', text: message, level: undefined, requestId: undefined });
  });
});
