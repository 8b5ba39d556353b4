/** Situations of a log whose lines are JSON: the platform's records of every kind, and the loggers in use. */

import { type Arrival, a, b, json, platform, run } from './logArrivals.ts';

const started = (at = 1): Arrival => platform(at, 'platform.start', { requestId: a, version: '7' });
const reported = (at: number, record: object = {}, metrics: object = {}): Arrival =>
  platform(at, 'platform.report', {
    requestId: a,
    metrics: { durationMs: 12.34, billedDurationMs: 13, memorySizeMB: 128, maxMemoryUsedMB: 70, ...metrics },
    status: 'success',
    ...record,
  });
const initStart = platform(0, 'platform.initStart', {
  initializationType: 'on-demand',
  phase: 'init',
  functionName: 'orders',
  functionVersion: '7',
  runtimeVersion: 'nodejs:22.v63',
  runtimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0',
});
const restore = {
  functionName: 'orders',
  functionVersion: '7',
  instanceId: 'i-1',
  instanceMaxMemory: 134_217_728,
  runtimeVersion: 'java:21.v1',
  runtimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0',
};
const trace = 'Root=1-5e34a614-10bdbd5ea4f8e6ed2e2ab4c0;Parent=07f022a1e4b6d6b1;Sampled=1';

export const jsonSituations: Readonly<Record<string, readonly Arrival[]>> = {
  'json by lambda': [
    platform(1, 'platform.start', { requestId: a, version: '7' }),
    [5, `{"timestamp":"2026-01-15T10:11:12.005Z","level":"INFO","requestId":"${a}","message":"hello"}\n`],
    platform(20, 'platform.report', {
      requestId: a,
      metrics: {
        durationMs: 12.34,
        billedDurationMs: 13,
        memorySizeMB: 128,
        maxMemoryUsedMB: 70,
        initDurationMs: 88.5,
      },
      status: 'success',
    }),
  ],
  'json timeout': [
    platform(1, 'platform.start', { requestId: a, version: '7' }),
    platform(3_001, 'platform.report', {
      requestId: a,
      metrics: { durationMs: 3000, billedDurationMs: 3000, memorySizeMB: 128, maxMemoryUsedMB: 70 },
      status: 'timeout',
    }),
  ],
  powertools: run([
    5,
    `{"level":"INFO","location":"handler:12","message":"Order stored","service":"orders","function_request_id":"${a}","cold_start":true,"order":{"id":7}}\n`,
  ]),
  pino: run([5, '{"level":50,"time":1768471872005,"pid":8,"hostname":"169.254.1.1","msg":"no stock"}\n']),
  structlog: run([5, '{"event":"cache miss","level":"debug","key":"k1"}\n']),
  'json with the id of another service': run([5, `{"message":"called","requestId":"${b}"}\n`]),
  'json, a cold start at the finest level': [
    initStart,
    platform(80, 'platform.initRuntimeDone', { initializationType: 'on-demand', phase: 'init', status: 'success' }),
    platform(88, 'platform.initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'success',
      metrics: { durationMs: 88.5 },
    }),
    started(90),
    platform(102, 'platform.runtimeDone', {
      requestId: a,
      status: 'success',
      metrics: { durationMs: 12, producedBytes: 20 },
      spans: [{ name: 'responseLatency', start: '2026-01-15T10:11:12.100Z', durationMs: 11 }],
    }),
    reported(103, {}, { initDurationMs: 88.5 }),
  ],
  'json, an init that failed': [
    initStart,
    platform(80, 'platform.initRuntimeDone', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'error',
      errorType: 'Runtime.ImportModuleError',
    }),
    platform(81, 'platform.initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'error',
      errorType: 'Runtime.ImportModuleError',
      metrics: { durationMs: 81 },
    }),
    started(90),
    reported(170, { status: 'error', errorType: 'Runtime.ImportModuleError' }),
  ],
  'json, an init that timed out': [
    initStart,
    platform(10_000, 'platform.initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'timeout',
      metrics: { durationMs: 10_000 },
    }),
    started(10_001),
    reported(10_020),
  ],
  'json, snapstart': [
    platform(0, 'platform.restoreStart', restore),
    platform(300, 'platform.restoreRuntimeDone', { status: 'success' }),
    platform(310, 'platform.restoreReport', { status: 'success', metrics: { durationMs: 310.04 } }),
    started(311),
    reported(330, {}, { restoreDurationMs: 310.04, billedRestoreDurationMs: 120 }),
  ],
  'json, snapstart whose restore failed': [
    platform(0, 'platform.restoreStart', restore),
    platform(300, 'platform.restoreRuntimeDone', { status: 'error', errorType: 'Runtime.RestoreError' }),
    platform(310, 'platform.restoreReport', {
      status: 'error',
      errorType: 'Runtime.RestoreError',
      metrics: { durationMs: 310.04 },
    }),
    started(311),
    reported(330, { status: 'error', errorType: 'Runtime.RestoreError' }),
  ],
  'json, extension and subscriptions': [
    initStart,
    platform(10, 'platform.telemetrySubscription', { name: 'agent', state: 'Subscribed', types: ['platform'] }),
    platform(11, 'platform.logsSubscription', { name: 'old-agent', state: 'Subscribed', types: ['function'] }),
    platform(12, 'platform.extension', { name: 'agent', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] }),
    started(20),
    reported(40, {}, { initDurationMs: 18 }),
  ],
  'json, an extension that crashed': [
    initStart,
    platform(12, 'platform.extension', {
      name: 'agent',
      state: 'Crash',
      events: [],
      errorType: 'Extension.Crash',
    }),
    started(20),
    reported(40, { status: 'error', errorType: 'Extension.Crash' }),
  ],
  'json, logs dropped': [
    started(),
    platform(5, 'platform.logsDropped', {
      droppedBytes: 12_345,
      droppedRecords: 123,
      reason: 'Some logs were dropped because the downstream consumer is slower than the logs production rate',
    }),
    reported(20),
  ],
  'json, a fault of the older logs api': [
    started(),
    platform(
      15,
      'platform.fault',
      `RequestId: ${a} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`,
    ),
    platform(20, 'platform.end', { requestId: a }),
    reported(20),
  ],
  'json, a record younger than this parser': [
    started(),
    platform(10, 'platform.snapshotUploaded', { requestId: a, sizeBytes: 7 }),
    platform(11, 'platform.weather', { outlook: 'fine' }),
    reported(20),
  ],
  'json, out of memory': [
    started(),
    platform(15, 'platform.runtimeDone', { requestId: a, status: 'error', errorType: 'Runtime.OutOfMemory' }),
    reported(20, { status: 'error', errorType: 'Runtime.OutOfMemory' }, { maxMemoryUsedMB: 128 }),
  ],
  'json, an exit': [
    started(),
    platform(15, 'platform.runtimeDone', { requestId: a, status: 'failure', errorType: 'Runtime.ExitError' }),
    reported(20, { status: 'error', errorType: 'Runtime.ExitError' }),
  ],
  'json, a trace': [
    platform(1, 'platform.start', {
      requestId: a,
      version: '7',
      tracing: { type: 'X-Amzn-Trace-Id', value: trace, spanId: '7c4eb6a6d56f2a27' },
    }),
    reported(20, { tracing: { type: 'X-Amzn-Trace-Id', value: trace, spanId: '7c4eb6a6d56f2a27' } }),
  ],
  'json, a tenant': [
    platform(1, 'platform.start', {
      requestId: a,
      version: '7',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:7',
      tenantId: 'blue',
    }),
    json(5, { timestamp: '2026-01-15T10:11:12.005Z', level: 'INFO', requestId: a, tenantId: 'blue', message: 'hello' }),
    reported(20, { tenantId: 'blue' }),
  ],
  'json, managed instances: requests side by side, no memory told': [
    platform(0, 'platform.initStart', {
      initializationType: 'lambda-managed-instances',
      phase: 'init',
      functionName: 'orders',
      functionVersion: '$LATEST.PUBLISHED',
      runtimeVersion: 'nodejs:22.v63',
    }),
    platform(50, 'platform.initReport', {
      initializationType: 'lambda-managed-instances',
      phase: 'init',
      status: 'success',
      metrics: { durationMs: 50 },
    }),
    platform(100, 'platform.start', { requestId: a, version: '7' }),
    platform(101, 'platform.start', { requestId: b, version: '7' }),
    json(102, { level: 'INFO', requestId: a, message: 'of the first' }),
    json(103, { level: 'INFO', requestId: b, message: 'of the second' }),
    platform(120, 'platform.report', { requestId: b, status: 'success', metrics: { durationMs: 19.4 } }),
    json(121, { level: 'WARN', requestId: a, message: 'of the first still' }),
    platform(130, 'platform.report', { requestId: a, status: 'success', metrics: { durationMs: 29.8 } }),
  ],
  'json, system lines at warn: only what the function says': [
    json(1, { timestamp: '2026-01-15T10:11:12.001Z', level: 'WARN', requestId: a, message: 'first' }),
    json(2, { timestamp: '2026-01-15T10:11:12.002Z', level: 'ERROR', requestId: a, message: 'second' }),
    json(900, { timestamp: '2026-01-15T10:11:12.900Z', level: 'WARN', requestId: b, message: 'another' }),
  ],
  'json, a durable execution': [
    started(),
    json(5, {
      timestamp: '2026-01-15T10:11:12.005Z',
      level: 'INFO',
      requestId: a,
      executionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:7/durable-execution/nightly/5e34a614',
      operationId: '1',
      operationName: 'charge',
      attempt: 2,
      message: 'charged',
    }),
    reported(20),
  ],
  'json, an error of python': [
    started(),
    json(5, {
      timestamp: '2026-01-15T10:11:12Z',
      log_level: 'ERROR',
      errorMessage: 'boom',
      errorType: 'ValueError',
      requestId: a,
      stackTrace: ['  File "/var/task/app.py", line 3, in handler\n    raise ValueError("boom")\n'],
    }),
    reported(20, { status: 'error', errorType: 'ValueError' }),
  ],
  'json, an error of node': [
    started(),
    json(5, {
      timestamp: '2026-01-15T10:11:12.005Z',
      level: 'ERROR',
      requestId: a,
      message: {
        errorType: 'TypeError',
        errorMessage: 'x is not a function',
        stackTrace: ['TypeError: x is not a function', '    at handler (/var/task/index.js:3:5)'],
      },
    }),
    reported(20, { status: 'error', errorType: 'TypeError' }),
  ],
  bunyan: run(
    json(5, { name: 'orders', hostname: 'h', pid: 8, level: 40, msg: 'low', time: '2026-01-15T10:11:12.005Z', v: 0 }),
  ),
  winston: run(json(5, { level: 'http', message: 'GET /orders' })),
  'powertools with an error': run(
    json(5, {
      level: 'ERROR',
      message: 'Order failed',
      service: 'orders',
      function_request_id: a,
      error: {
        name: 'TypeError',
        location: 'file:///var/task/index.mjs:3',
        message: 'x is not a function',
        stack: 's',
      },
    }),
  ),
  'embedded metrics': run(
    json(5, {
      _aws: { Timestamp: 1_768_471_872_005, CloudWatchMetrics: [{ Namespace: 'orders', Dimensions: [['service']] }] },
      service: 'orders',
      Stored: 1,
    }),
  ),
  'json cut off': run([5, '{"level":"ERROR","message":"cut of']),
  'json in the text of a node line': run([
    5,
    `2026-01-15T10:11:12.005Z\t${a}\tINFO\t{"level":"warn","message":"inner","sku":"a-1"}\n`,
  ]),
};
