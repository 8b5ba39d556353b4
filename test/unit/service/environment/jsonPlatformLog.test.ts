/** Which platform records a level lets through, and what they say. */

import { expect, test } from 'vitest';
import { applicationLevelFilter } from '../../../../src/service/environment/applicationLevel.ts';
import { EnvironmentLog } from '../../../../src/service/environment/environmentLog.ts';
import { timeoutFailure } from '../../../../src/service/environment/failure.ts';
import { JsonPlatformLog } from '../../../../src/service/environment/jsonPlatformLog.ts';
import type { FunctionVersion } from '../../../../src/service/store/functionVersion.ts';
import { CollectingLogWriter } from '../../../fakes/collectingLogWriter.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

type Level = 'DEBUG' | 'INFO' | 'WARN';

const version = (SystemLogLevel: Level, ApplicationLogLevel: 'DEBUG' | 'INFO' | 'WARN' = 'INFO'): FunctionVersion => ({
  id: { region: 'eu-west-1', name: 'f' },
  version: '$LATEST',
  configuration: { MemorySize: 256, LoggingConfig: { LogFormat: 'JSON', SystemLogLevel, ApplicationLogLevel } },
  packageId: 'package',
  createdAt: 0,
});

const report = {
  requestId: 'id-1',
  durationMs: 1233.9604,
  billedDurationMs: 1698,
  memorySizeMB: 256,
  maxMemoryUsedMB: 123,
  initDurationMs: 463.5121,
  restoreDurationMs: undefined,
  billedRestoreDurationMs: undefined,
  status: undefined,
  errorType: undefined,
  trace: undefined,
};

function write(level: Level, failure = undefined as ReturnType<typeof timeoutFailure> | undefined) {
  const writer = new CollectingLogWriter();
  const location = { region: 'eu-west-1', logGroupName: 'g', logStreamName: 's' };
  const log = new EnvironmentLog(location, writer, new FakeClock());
  const platform = new JsonPlatformLog(log, version(level), 'instance');
  const runtime = { runtimeVersion: 'nodejs:24.1.0', runtimeVersionArn: 'arn', note: undefined };
  const init = { type: 'on-demand', phase: 'init' } as const;
  const traceId = 'Root=1;Sampled=0';
  platform.initStarted({ ...init, runtime });
  platform.initRuntimeDone({ ...init, failure });
  platform.initEnded({ ...init, durationMs: 463.5121, failure });
  platform.started({ requestId: 'id-1', invokedFunctionArn: 'arn:f', traceId });
  platform.runtimeDone({ requestId: 'id-1', traceId, durationMs: 1, producedBytes: 40, failure, spans: [] });
  platform.ended({ report, traceId, failure, spans: [] });
  log.flush();
  return writer.messages.map((message) => JSON.parse(message) as { type: string; record: object });
}

const types = (lines: readonly { type: string }[]) => lines.map(({ type }) => type.replace('platform.', ''));

test('a success at each level', () => {
  const all = ['initStart', 'initRuntimeDone', 'initReport', 'start', 'runtimeDone', 'report'];
  expect(types(write('DEBUG'))).toEqual(all);
  expect(types(write('INFO'))).toEqual(['initStart', 'start', 'report']);
  expect(write('WARN')).toEqual([]);
});

test('a failure passes every level', () => {
  const failed = write('WARN', timeoutFailure(3000));
  expect(types(failed)).toEqual(['initRuntimeDone', 'initReport', 'runtimeDone', 'report']);
  expect(failed.map(({ record }) => (record as { status: string }).status)).toEqual(Array(4).fill('timeout'));
});

test('extensions and their subscriptions are told at INFO, an extension that failed at WARN', () => {
  const told = (level: Level, errorType: string | undefined) => {
    const writer = new CollectingLogWriter();
    const log = new EnvironmentLog(
      { region: 'eu-west-1', logGroupName: 'g', logStreamName: 's' },
      writer,
      new FakeClock(),
    );
    const platform = new JsonPlatformLog(log, version(level), 'instance');
    platform.subscribed({ name: 'agent', api: 'Telemetry', state: 'Subscribed', types: ['platform'] });
    platform.subscribed({ name: 'agent', api: 'Logs', state: 'Subscribed', types: ['function'] });
    platform.extensionStarted({ name: 'agent', state: 'Ready', events: ['INVOKE'], errorType });
    log.flush();
    return writer.messages.map((message) => JSON.parse(message) as { type: string; record: object });
  };
  expect(told('INFO', undefined).map(({ type, record }) => [type, record])).toEqual([
    ['platform.telemetrySubscription', { name: 'agent', state: 'Subscribed', types: ['platform'] }],
    ['platform.logsSubscription', { name: 'agent', state: 'Subscribed', types: ['function'] }],
    ['platform.extension', { name: 'agent', state: 'Ready', events: ['INVOKE'] }],
  ]);
  expect(told('WARN', undefined)).toEqual([]);
  expect(types(told('WARN', 'Extension.Crash'))).toEqual(['extension']);
});

test('the init of a provisioned environment has a report of its own', () => {
  const writer = new CollectingLogWriter();
  const log = new EnvironmentLog(
    { region: 'eu-west-1', logGroupName: 'g', logStreamName: 's' },
    writer,
    new FakeClock(),
  );
  const platform = new JsonPlatformLog(log, version('INFO'), 'instance');
  const init = { type: 'provisioned-concurrency', failure: undefined, durationMs: 90 } as const;
  platform.initEnded({ ...init, phase: 'init' });
  platform.initEnded({ ...init, phase: 'invoke' });
  log.flush();
  expect(writer.messages).toHaveLength(1);
  expect(writer.messages[0]).toContain('"initializationType":"provisioned-concurrency","phase":"init"');
});

test('what is sampled carries its trace, and a runtime that is done its spans', () => {
  const writer = new CollectingLogWriter();
  const log = new EnvironmentLog(
    { region: 'eu-west-1', logGroupName: 'g', logStreamName: 's' },
    writer,
    new FakeClock(),
  );
  const platform = new JsonPlatformLog(log, version('DEBUG'), 'instance');
  const traceId = 'Root=1;Parent=2;Sampled=1';
  const spans = [{ name: 'responseLatency', start: Date.UTC(2026, 0, 15), durationMs: 1.23456 }] as const;
  platform.runtimeDone({ requestId: 'id-1', traceId, durationMs: 2, producedBytes: 4, failure: undefined, spans });
  log.flush();
  expect(JSON.parse(writer.messages[0] ?? '').record).toEqual({
    requestId: 'id-1',
    status: 'success',
    tracing: { type: 'X-Amzn-Trace-Id', value: traceId },
    spans: [{ name: 'responseLatency', start: '2026-01-15T00:00:00.000Z', durationMs: 1.235 }],
    metrics: { durationMs: 2, producedBytes: 4 },
  });
});

test('a report has the members of AWS in their order', () => {
  expect(JSON.stringify(write('INFO').at(-1)?.record)).toBe(
    '{"requestId":"id-1","metrics":{"durationMs":1233.96,"billedDurationMs":1698,"memorySizeMB":256,"maxMemoryUsedMB":123,"initDurationMs":463.512},"status":"success"}',
  );
});

test('raw lines are judged by their level; without one they are INFO, and text always stays', () => {
  const isKept = applicationLevelFilter(version('INFO', 'WARN'));
  const lines = ['text\n', '{"level":"warn"}\n', '{"level":"INFO"}\n', '{"msg":1}\n', '{"level":30}\n', '{broken\n'];
  expect(lines.filter((line) => isKept?.(line))).toEqual(['text\n', '{"level":"warn"}\n', '{broken\n']);
  expect(applicationLevelFilter({ ...version('INFO'), configuration: {} })).toBeUndefined();
});
