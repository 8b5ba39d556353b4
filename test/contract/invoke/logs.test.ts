/** What a function prints: complete, in order, in its own invocation, before REPORT. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

const node = (handler: string, configuration = {}) =>
  bench.version('node', { Handler: `index.${handler}`, RevisionId: handler, ...configuration });
const python = (handler: string) =>
  bench.version('python', { Handler: `app.${handler}`, Runtime: 'python3.12', RevisionId: handler });

/** The lines between START and END. */
function between(log: readonly string[]): readonly string[] {
  const start = log.findIndex((message) => message.startsWith('START'));
  const end = log.findIndex((message) => message.startsWith('END'));
  expect(log[end + 1]).toMatch(/^REPORT/);
  expect(log).toHaveLength(end + 2);
  return log.slice(start + 1, end);
}

describe.each([
  ['Node.js', () => node('prints'), (line: number) => new RegExp(`\\tINFO\\tline ${line}\\n$`)],
  ['Python', () => python('prints'), (line: number) => new RegExp(`^line ${line}\\n$`)],
] as const)('%s', (_, version, pattern) => {
  test.each([1, 2])('10,000 lines and an answer at once, time %d', async () => {
    const { payload, log } = await bench.run(version(), { lines: 10_000 });
    expect(payload).toBe('10000');
    const lines = between(log);
    expect(lines.length).toBeGreaterThanOrEqual(10_000);
    expect(lines.slice(0, 10_000).filter((line, index) => !pattern(index + 1).test(line))).toEqual([]);
  });
});

test('standard output, error stream and console keep their order', async () => {
  const { log } = await bench.run(node('printsRaw'));
  expect(between(log).map((line) => line.replace(/^.*\tINFO\t/, ''))).toEqual([
    'raw one\n',
    'raw ',
    'framed\n',
    'error stream\n',
    'without newline',
  ]);
});

test('a large raw write is complete', async () => {
  const { log } = await bench.run(node('printsRaw'), { bytes: 2_000_000 });
  const large = between(log).slice(4).join('');
  expect(large).toHaveLength(2_000_000 + 'without newline'.length);
});

describe('the tail', () => {
  test('holds the invocation from START to REPORT, without INIT_START', async () => {
    const { tail, log } = await bench.run(node('echo', { RevisionId: 'tail' }), { key: 1 });
    expect(tail).toBe(log.slice(log.findIndex((message) => message.startsWith('START'))).join(''));
  });

  test('is 4,096 bytes at most, from the end', async () => {
    const { tail, log } = await bench.run(node('prints', { RevisionId: 'long' }), { lines: 1000 });
    expect(Buffer.byteLength(tail)).toBe(4096);
    expect(log.join('').endsWith(tail)).toBe(true);
  });

  test('tells of failures as well', async () => {
    const { tail } = await bench.run(node('exits', { RevisionId: 'fails' }), { code: 1 });
    expect(tail).toMatch(/^START [\s\S]*Status: error\tError Type: Runtime\.ExitError\t\n$/);
  });

  test('is not given to callers who did not ask', async () => {
    const outcome = await bench.dispatcher.invoke(bench.invocation(node('echo'), {}, { logTail: false }));
    expect(outcome.logTail).toBeUndefined();
  });
});

test('REPORT tells the memory that the process really held', async () => {
  const files = {
    'index.js': 'exports.handler = async () => Buffer.alloc(200 * 1024 * 1024, 1).length;',
  };
  const { log } = await bench.run(bench.version('memory', { MemorySize: 512 }, files));
  const used = Number(/Max Memory Used: (\d+) MB/.exec(log.at(-1) ?? '')?.[1]);
  expect(used).toBeGreaterThan(200);
  expect(used).toBeLessThan(400);
});

test('lines of one stream are in order of time', async () => {
  await bench.run(node('prints', { RevisionId: 'order' }), { lines: 100 });
  const last = bench.logs.events.at(-1)?.location.logStreamName;
  const times = bench.logs.events
    .filter(({ location }) => location.logStreamName === last)
    .map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('group and stream are those of the configuration', async () => {
  const logging = node('nothing', { LoggingConfig: { LogGroup: '/team/logs' }, RevisionId: 'group' });
  await bench.run(logging);
  const { logGroupName, logStreamName, region } = bench.logs.events.at(-1)?.location ?? {};
  expect([region, logGroupName]).toEqual(['eu-west-1', '/team/logs']);
  expect(logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/node\[\$LATEST\]\[[0-9a-f]{32}\]$/);
});
