import { describe, expect, it } from 'vitest';
import { readStructuredLine, stackText } from '../../../src/lambda/structuredLine.ts';

const stack = 'Error: no such key\n    at put (/var/task/index.js:3:9)\n    at handler (/var/task/index.js:9:3)';
const traceback = 'Traceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\nKeyError: 1';

/** One line of each logger as it writes it by its own defaults. */
const loggers: readonly (readonly [string, object, object])[] = [
  [
    'Lambda (Node, JSON)',
    { timestamp: '2026-01-15T10:11:12.118Z', level: 'INFO', requestId: 'r1', message: 'put' },
    { text: 'put', level: 'INFO', requestId: 'r1' },
  ],
  [
    'Powertools for TypeScript',
    {
      level: 'ERROR',
      message: 'put failed',
      timestamp: '2026-01-15T10:11:12.118Z',
      service: 'orders',
      function_request_id: 'r1',
      xray_trace_id: '1-2-3',
      error: { name: 'Error', location: 'file:///var/task/index.js:3', message: 'no such key', stack },
    },
    { text: 'put failed', level: 'ERROR', requestId: 'r1', stack },
  ],
  [
    'Powertools for Python',
    {
      level: 'ERROR',
      location: 'handler:9',
      message: 'put failed',
      timestamp: '2026-01-15 10:11:12,118+0000',
      service: 'orders',
      exception: traceback,
      exception_name: 'KeyError',
    },
    { text: 'put failed', level: 'ERROR', stack: traceback },
  ],
  [
    'pino',
    {
      level: 50,
      time: 1768471872118,
      pid: 7,
      hostname: 'h',
      err: { type: 'Error', message: 'no such key', stack },
      msg: 'put failed',
    },
    { text: 'put failed', level: 'ERROR', stack },
  ],
  [
    'bunyan',
    { name: 'orders', hostname: 'h', pid: 7, level: 40, msg: 'put', time: '2026-01-15T10:11:12.118Z', v: 0 },
    { text: 'put', level: 'WARN' },
  ],
  ['winston', { level: 'error', message: 'put failed', stack }, { text: 'put failed', level: 'ERROR', stack }],
  [
    'structlog',
    { event: 'put failed', level: 'error', timestamp: '2026-01-15T10:11:12.118Z', exception: traceback },
    { text: 'put failed', level: 'ERROR', stack: traceback },
  ],
  [
    'python-json-logger',
    { asctime: '2026-01-15 10:11:12,118', levelname: 'CRITICAL', message: 'put failed', exc_info: traceback },
    { text: 'put failed', level: 'FATAL', stack: traceback },
  ],
  [
    'zap',
    {
      level: 'warn',
      ts: 1768471872.118,
      caller: 'main.go:12',
      msg: 'put',
      error: 'no such key',
      stacktrace: 'main.put\n\t/src/main.go:12',
    },
    { text: 'put', level: 'WARN', stack: 'main.put\n\t/src/main.go:12' },
  ],
  [
    'zerolog',
    { level: 'panic', error: 'no such key', time: '2026-01-15T10:11:12Z', message: 'put failed' },
    { text: 'put failed', level: 'FATAL' },
  ],
  ['slog', { time: '2026-01-15T10:11:12Z', level: 'WARN+2', msg: 'put', key: 'A-7' }, { text: 'put', level: 'WARN' }],
  ['log4js and others that say nothing', { a: 1 }, { text: '{"a":1}' }],
];

describe('a JSON line', () => {
  it.each(loggers)('of %s', (_, json, expected) => {
    const line = readStructuredLine(json as Readonly<Record<string, unknown>>);
    const { text, level, requestId } = line;
    expect({ text, level, requestId, stack: stackText(json as Readonly<Record<string, unknown>>) }).toEqual({
      level: undefined,
      requestId: undefined,
      stack: undefined,
      ...expected,
    });
    expect(line.isFailure).toBe(false);
  });
});
