/** Situations of a log, each as the events that arrive: milliseconds, stream and message. */

const a = '8f2c0a10-0000-4000-8000-00000000000a';
const b = '8f2c0a10-0000-4000-8000-00000000000b';

export type Arrival = readonly [atMs: number, message: string, stream?: string | undefined];

const start = (at: number, id = a, stream?: string): Arrival => [
  at,
  `START RequestId: ${id} Version: $LATEST\n`,
  stream,
];
const end = (at: number, id = a, stream?: string): Arrival => [at, `END RequestId: ${id}\n`, stream];
const report = (at: number, id = a, rest = '', stream?: string): Arrival => [
  at,
  `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t${rest}\n`,
  stream,
];
const init: Arrival = [
  0,
  'INIT_START Runtime Version: nodejs:22.v63\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0\n',
];
const node = (at: number, text: string, id = a, level = 'INFO', stream?: string): Arrival => [
  at,
  `2026-01-15T10:11:12.000Z\t${id}\t${level}\t${text}\n`,
  stream,
];
const run = (...between: readonly Arrival[]): readonly Arrival[] => [start(1), ...between, end(20), report(20)];
const platform = (at: number, type: string, record: object): Arrival => [
  at,
  JSON.stringify({ time: '2026-01-15T10:11:12.000Z', type, record }),
];

export const situations: Readonly<Record<string, readonly Arrival[]>> = {
  warm: run(node(5, 'hello')),
  cold: [init, start(100), end(120), report(120, a, 'Init Duration: 90.10 ms\t')],
  'running still': [start(1), node(2, 'working')],
  'lines before start': [node(0, 'early'), ...run()],
  'lines after report': [...run(), node(30, 'late flush')],
  'line without an id between two requests': [...run(), [25, 'no id\n'], start(40, b), end(50, b), report(50, b)],
  'lines without an id while running': run([5, 'plain output\n']),
  'arrival backwards': [...run(node(5, 'hello'))].reverse(),
  'two streams interleaved': [
    start(1),
    start(2, b, 'other'),
    node(3, 'first'),
    node(4, 'second', b, 'INFO', 'other'),
    end(20),
    end(21, b, 'other'),
    report(20),
    report(21, b, '', 'other'),
  ],
  'retry under the same id': [...run(), start(60_000), end(60_020), report(60_020)],
  'retry in another stream': [
    ...run(),
    start(60_000, a, 'other'),
    end(60_020, a, 'other'),
    report(60_020, a, '', 'other'),
  ],
  'timeout old': [
    start(1),
    [3_001, `2026-01-15T10:11:15.001Z ${a} Task timed out after 3.00 seconds\n\n`],
    end(3_002),
    report(3_002),
  ],
  'timeout new': [start(1), end(3_002), report(3_002, a, 'Status: timeout\t')],
  'error node': run(
    node(
      5,
      'Invoke Error \t{"errorType":"TypeError","errorMessage":"x is not a function","stack":["TypeError: x is not a function","    at handler (/var/task/index.js:3:5)"]}',
      a,
      'ERROR',
    ),
  ),
  'error python': run([
    5,
    '[ERROR] KeyError: \'id\'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n    event["id"]\n',
  ]),
  'error by status only': [start(1), end(20), report(20, a, 'Status: error\tError Type: Runtime.ExitError\t')],
  'out of memory': [start(1), end(20), report(20, a, 'Status: error\tError Type: Runtime.OutOfMemory\t')],
  'exit of the process': [
    start(1),
    [15, `RequestId: ${a} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`],
    end(20),
    report(20),
  ],
  'error level logged, call succeeded': run(node(5, 'payment declined', a, 'ERROR')),
  warning: run(node(5, 'nearly full', a, 'WARN')),
  'report fields in another order': [
    start(1),
    end(20),
    [
      20,
      `REPORT RequestId: ${a}\tMax Memory Used: 70 MB\tMemory Size: 128 MB\tBilled Duration: 13 ms\tDuration: 12.34 ms\t\n`,
    ],
  ],
  'report with spaces for tabs': [
    start(1),
    end(20),
    [
      20,
      `REPORT RequestId: ${a} Duration: 12.34 ms Billed Duration: 13 ms Memory Size: 128 MB Max Memory Used: 70 MB\n`,
    ],
  ],
  'report with a trace': [
    start(1),
    end(20),
    report(20, a, '\nXRAY TraceId: 1-5e34a614-10bdbd5ea4f8e6ed2e2ab4c0\tSegmentId: 07f022a1e4b6d6b1\tSampled: true\t'),
  ],
  'report cut off': [start(1), end(20), [20, `REPORT RequestId: ${a}\tDur`]],
  'only a report': [report(20)],
  'only an end': [end(20)],
  snapstart: [
    [0, 'RESTORE_START Runtime Version: java:21.v1\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0\n'],
    start(100),
    end(120),
    report(120, a, 'Restore Duration: 210.50 ms\tBilled Restore Duration: 50 ms\t'),
  ],
  'init that timed out': [
    init,
    [10_000, 'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n'],
    start(10_001),
    end(10_020),
    report(10_020),
  ],
  extension: [[0, 'EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n'], ...run()],
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
  'several physical lines': run(node(5, 'first\n  second\n\tthird')),
  'carriage returns': run([5, 'one\rtwo\r\nthree\n']),
  'empty message': run([5, '']),
  'hostile: one megabyte in a line': run(node(5, 'x'.repeat(1024 * 1024))),
  'hostile: control characters': run([5, '\u0000\u0007\u001b]0;title\u0007\u001b[31mred\u001b[0m\u202e\n']),
  'hostile: html and script': run([5, '<script>alert(1)</script><img src=x onerror=alert(1)>\n']),
  'hostile: invalid utf-8': run([5, `${Buffer.from([0xff, 0xfe, 0x41]).toString('utf8')}\ud800\n`]),
  'hostile: ten thousand keys': run([
    5,
    `${JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, key) => [`k${key}`, key])))}\n`,
  ]),
  'hostile: deep json': run([5, `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}\n`]),
  'hostile: proto keys': run([5, '{"__proto__":{"level":"fatal"},"constructor":1,"message":"m"}\n']),
  'hostile: clock going backwards': [start(1_000), node(500, 'before its start'), end(400), report(300)],
  'hostile: forged report': run(node(5, `REPORT RequestId: ${b}\tDuration: 1.00 ms`)),
};
