import { describe, expect, test } from 'vitest';
import type { PlatformLine } from '../../../src/lambda/platformLine.ts';
import { formatPlatformText, parsePlatformText } from '../../../src/lambda/platformText.ts';

const id = '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41';
const none = { status: undefined, errorType: undefined };
const runtime = { runtimeVersion: 'python:3.13.v31', runtimeVersionArn: 'arn:aws:lambda:us-east-1::runtime:0d3c' };

/** Lines as Lambda writes them; each is read, and written again to the last byte. */
const lines: readonly (readonly [string, PlatformLine])[] = [
  [
    'INIT_START Runtime Version: python:3.13.v31\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0d3c\n',
    { type: 'initStart', ...runtime },
  ],
  [
    'RESTORE_START Runtime Version: python:3.13.v31\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0d3c\n',
    { type: 'restoreStart', ...runtime },
  ],
  [
    'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout\n',
    { type: 'initReport', durationMs: 1236.04, phase: 'init', status: 'timeout', errorType: undefined },
  ],
  [
    'INIT_REPORT Init Duration: 12.00 ms\tPhase: invoke\tStatus: error\tError Type: Extension.Crash\n',
    { type: 'initReport', durationMs: 12, phase: 'invoke', status: 'error', errorType: 'Extension.Crash' },
  ],
  ['RESTORE_REPORT Restore Duration: 310.04 ms\n', { type: 'restoreReport', durationMs: 310.04, ...none }],
  [`START RequestId: ${id} Version: $LATEST\n`, { type: 'start', requestId: id, version: '$LATEST' }],
  [`END RequestId: ${id}\n`, { type: 'end', requestId: id }],
  [
    'EXTENSION\tName: tracer\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n',
    { type: 'extension', name: 'tracer', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'], errorType: undefined },
  ],
  [
    'TELEMETRY\tName: tracer\tState: Subscribed\tTypes: [Platform, Function]\n',
    { type: 'telemetrySubscription', name: 'tracer', state: 'Subscribed', types: ['Platform', 'Function'] },
  ],
  [
    'LOGS\tName: tracer\tState: Subscribed\tTypes: [Platform]\n',
    { type: 'logsSubscription', name: 'tracer', state: 'Subscribed', types: ['Platform'] },
  ],
  [
    'XRAY TraceId: 1-6967f0a0\tSegmentId: 7c4e\tSampled: false\t\n',
    { type: 'xray', trace: { traceId: '1-6967f0a0', segmentId: '7c4e', sampled: false } },
  ],
  [
    `2026-01-15T10:11:12.000Z ${id} Task timed out after 3.00 seconds\n\n`,
    { type: 'timeout', requestId: id, timeoutMs: 3000 },
  ],
  [
    `RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`,
    {
      type: 'exit',
      requestId: id,
      reason: 'Runtime exited with error: exit status 1',
      errorType: 'Runtime.ExitError',
    },
  ],
  [
    `RequestId: ${id} Error: Runtime exited without providing a reason\n`,
    { type: 'exit', requestId: id, reason: 'Runtime exited without providing a reason', errorType: undefined },
  ],
];

describe('platform lines in text', () => {
  test.each(lines)('reads %s', (text, line) => {
    expect(parsePlatformText(text)).toEqual(line);
  });

  test.each(lines)('writes %s', (text, line) => {
    expect(formatPlatformText(line, Date.UTC(2026, 0, 15, 10, 11, 12))).toBe(text);
  });

  test('reads REPORT', () => {
    const text = `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t\n`;
    const line = parsePlatformText(text);
    expect(line).toMatchObject({ type: 'report', requestId: id, report: { durationMs: 3.01 } });
    expect(line && formatPlatformText(line)).toBe(text);
  });

  test('reads the text of a timed out invocation as the error payload has it', () => {
    expect(parsePlatformText(`RequestId: ${id} Error: Task timed out after 1.00 seconds`)).toEqual({
      type: 'timeout',
      requestId: id,
      timeoutMs: 1000,
    });
  });

  test('reads what the oldest runtimes said of an exit', () => {
    expect(parsePlatformText(`RequestId: ${id} Process exited before completing request\n\n`)).toMatchObject({
      type: 'exit',
      reason: 'Process exited before completing request',
    });
  });

  test.each([
    ['START your engines'],
    ['END of story'],
    ['STARTING RequestId: x'],
    ['REPORT RequestId: cut'],
    ['INIT_START'],
    ['INIT_REPORT Phase: init'],
    ['EXTENSION\tName: nameless'],
    ['Task timed out after 3.00 seconds'],
    ['RequestId: x Error: something the function says'],
    [''],
  ])('leaves %s to the function', (text) => {
    expect(parsePlatformText(text)).toBeUndefined();
  });
});
