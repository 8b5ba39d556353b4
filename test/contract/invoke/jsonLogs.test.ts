/** The JSON log format as the extension reads it: the tail of an answer gives a complete record. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInvocationLog } from '../../../src/lambda/invocationLog.ts';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

const context = (requestId: string) => ({ requestId, logGroupName: '/aws/lambda/node', receivedAt: Date.now() });

test.each([
  ['node', 'nodejs24.x', 'index.logsAtEveryLevel', ['INFO', 'INFO', 'WARN', 'ERROR']],
  ['python', 'python3.12', 'app.logs_at_every_level', ['INFO', 'WARN', 'ERROR']],
] as const)('%s: cold start, report and levels', async (fixture, runtime, handler, levels) => {
  const version = bench.version(fixture, { Runtime: runtime, Handler: handler, LoggingConfig: { LogFormat: 'JSON' } });
  const invocation = bench.invocation(version);
  const outcome = await bench.dispatcher.invoke(invocation);
  const tail = Buffer.from(outcome.logTail ?? []).toString('utf8');
  // Times are the platform's own; a line is one object.
  const record = parseInvocationLog(tail, context(invocation.requestId));
  expect(record?.outcome).toBe('success');
  expect(record?.report).toMatchObject({ requestId: invocation.requestId, memorySizeMB: 128, status: undefined });
  expect(record?.report?.initDurationMs).toBeGreaterThan(0);
  const seen = record?.lines.map(({ level }) => level).filter((level) => level !== undefined) ?? [];
  expect(seen.slice(0, levels.length)).toEqual(levels);
});

test('a group of its own and the change of the format hold from the next environment on', async () => {
  const text = bench.version('node', { Handler: 'index.echo', RevisionId: '1' });
  const { log } = await bench.run(text);
  expect(log[0]).toMatch(/^INIT_START /);
  const json = bench.version('node', {
    Handler: 'index.echo',
    RevisionId: '2',
    LoggingConfig: { LogFormat: 'JSON', LogGroup: 'shared', SystemLogLevel: 'WARN', ApplicationLogLevel: 'INFO' },
  });
  const changed = await bench.run(json);
  expect(changed.log.map((message) => JSON.parse(message).level)).toEqual(['INFO', 'WARN']);
  const { location } = bench.logs.events.at(-1) ?? {};
  expect(location?.logGroupName).toBe('shared');
  expect(location?.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/node\[\$LATEST\]\[[0-9a-f]{32}\]$/);
});
