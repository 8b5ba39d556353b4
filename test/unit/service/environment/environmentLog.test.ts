import { beforeEach, expect, test } from 'vitest';
import { EnvironmentLog, invocationLogLimitBytes } from '../../../../src/service/environment/environmentLog.ts';
import { CollectingLogWriter } from '../../../fakes/collectingLogWriter.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';

const location = { region: 'eu-west-1', logGroupName: '/aws/lambda/f', logStreamName: 'stream' };
let clock: FakeClock;
let writer: CollectingLogWriter;
let log: EnvironmentLog;

beforeEach(() => {
  clock = new FakeClock();
  writer = new CollectingLogWriter();
  log = new EnvironmentLog(location, writer, clock);
  log.begin();
});

test('lines that come close together are written together, soon', async () => {
  log.output('one\n', undefined);
  log.output('two\n', undefined);
  expect(writer.messages).toEqual([]);
  await clock.advance(10);
  expect(writer.messages).toEqual(['one\n', 'two\n']);
  expect(clock.pending).toBe(0);
});

test('a flush writes at once and only once', () => {
  log.output('one\n', undefined);
  log.flush();
  log.flush();
  expect(writer.messages).toEqual(['one\n']);
  expect(clock.pending).toBe(0);
});

test('time never goes back within a stream', () => {
  const now = clock.now();
  log.output('late\n', now + 5);
  log.output('early\n', now - 5);
  log.platform('END\n');
  log.flush();
  expect(writer.events.map(({ timestamp }) => timestamp - now)).toEqual([5, 5, 5]);
});

test('the tail is the last 4,096 bytes, without the notes of the start', () => {
  log.note('INIT_START\n');
  log.platform('START\n');
  expect(Buffer.from(log.tail()).toString()).toBe('START\n');
  for (let line = 0; line < 5000; line += 1) log.output(`line ${line} ü\n`, undefined);
  log.platform('REPORT\n');
  const tail = log.tail();
  expect(tail).toHaveLength(4096);
  expect(Buffer.from(tail).toString().endsWith('line 4999 ü\nREPORT\n')).toBe(true);
});

test('a tail belongs to one invocation', () => {
  log.output('first\n', undefined);
  log.begin();
  log.output('second\n', undefined);
  expect(Buffer.from(log.tail()).toString()).toBe('second\n');
});

test('runaway output is left out, and the log says how much', () => {
  const line = `${'x'.repeat(1024 * 1024 - 1)}\n`;
  for (let count = 0; count < invocationLogLimitBytes / line.length + 3; count += 1) log.output(line, undefined);
  const dropped = log.takeDropped();
  log.flush();
  expect(writer.messages.filter((message) => message === line)).toHaveLength(32);
  expect(dropped).toEqual({ bytes: 3 * 1024 * 1024, records: 3 });
  expect(log.takeDropped()).toBeUndefined();
});
