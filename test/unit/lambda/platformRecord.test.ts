import { describe, expect, test } from 'vitest';
import { parsePlatformRecord } from '../../../src/lambda/platformRecord.ts';
import { formatPlatformText, parsePlatformText } from '../../../src/lambda/platformText.ts';

const id = '8f2c1a30-5d1e-4b7a-9c41-0d3c5b7a9e41';
const record = (type: string, body: object) => ({ time: '2026-01-15T10:11:12.000Z', type, record: body });

describe('platform records in JSON', () => {
  test('reads a report with everything', () => {
    const metrics = {
      durationMs: 34.02,
      billedDurationMs: 247,
      memorySizeMB: 256,
      maxMemoryUsedMB: 98,
      initDurationMs: 212.1,
      restoreDurationMs: 3,
      billedRestoreDurationMs: 4,
    };
    const tracing = { type: 'X-Amzn-Trace-Id', value: 'Root=1-6967f0a0;Parent=7c4e;Sampled=1', spanId: '7c4e' };
    expect(
      parsePlatformRecord(
        record('platform.report', { requestId: id, status: 'error', errorType: 'Error', metrics, tracing }),
      ),
    ).toEqual({
      type: 'report',
      requestId: id,
      report: {
        requestId: id,
        ...metrics,
        status: 'error',
        errorType: 'Error',
        trace: { traceId: '1-6967f0a0', segmentId: '7c4e', sampled: true },
      },
    });
  });

  test('success is no status', () => {
    expect(
      parsePlatformRecord(
        record('platform.report', { requestId: id, status: 'success', metrics: { durationMs: 1.5 } }),
      ),
    ).toMatchObject({ report: { status: undefined, durationMs: 1.5, billedDurationMs: 2, memorySizeMB: 0 } });
  });

  test.each([
    ['platform.start', { requestId: id, version: '3' }, `START RequestId: ${id} Version: 3\n`],
    ['platform.end', { requestId: id }, `END RequestId: ${id}\n`],
    [
      'platform.initStart',
      { runtimeVersion: 'nodejs:22.v44', runtimeVersionArn: 'arn:x' },
      'INIT_START Runtime Version: nodejs:22.v44\tRuntime Version ARN: arn:x\n',
    ],
    [
      'platform.initReport',
      { phase: 'init', status: 'error', errorType: 'Runtime.ExitError', metrics: { durationMs: 12 } },
      'INIT_REPORT Init Duration: 12.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\n',
    ],
    [
      'platform.restoreReport',
      { status: 'success', metrics: { durationMs: 1 } },
      'RESTORE_REPORT Restore Duration: 1.00 ms\n',
    ],
    [
      'platform.extension',
      { name: 'tracer', state: 'Ready', events: ['INVOKE'] },
      'EXTENSION\tName: tracer\tState: Ready\tEvents: [INVOKE]\n',
    ],
    [
      'platform.telemetrySubscription',
      { name: 'tracer', state: 'Subscribed', types: ['platform'] },
      'TELEMETRY\tName: tracer\tState: Subscribed\tTypes: [platform]\n',
    ],
  ])('%s says the same as its text form', (type, body, text) => {
    const line = parsePlatformRecord(record(type, body));
    expect(line).toEqual(parsePlatformText(text));
    expect(line && formatPlatformText(line)).toBe(text);
  });

  test.each([
    ['platform.initRuntimeDone', { phase: 'init', status: 'error' }, 'INIT_RUNTIME_DONE\tPhase: init\tStatus: error\n'],
    ['platform.restoreRuntimeDone', { status: 'success' }, 'RESTORE_RUNTIME_DONE\n'],
    ['platform.runtimeDone', { requestId: id, status: 'failure' }, `RUNTIME_DONE RequestId: ${id}\tStatus: failure\n`],
    [
      'platform.logsDropped',
      { droppedRecords: 3, droppedBytes: 700, reason: 'Consumer seems to have fallen behind' },
      'LOGS_DROPPED\tRecords: 3\tBytes: 700\tReason: Consumer seems to have fallen behind\n',
    ],
    ['platform.fromTheFuture', { requestId: id }, `platform.fromTheFuture RequestId: ${id}\n`],
    ['platform.start', { version: '3' }, 'platform.start\n'],
  ])('%s, which text logs do not have, is told in their manner', (type, body, text) => {
    const line = parsePlatformRecord(record(type, body));
    expect(line && formatPlatformText(line)).toBe(text);
  });

  test.each([
    ['a line of the function', { level: 'INFO', message: 'platform.start' }],
    ['another type', { type: 'function', record: 'text' }],
    ['a record that is none', { type: 'platform.start', record: 'text' }],
  ])('is undefined for %s', (_, json) => {
    expect(parsePlatformRecord(json)).toBeUndefined();
  });
});
