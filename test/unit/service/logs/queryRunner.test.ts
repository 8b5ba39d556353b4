import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../../src/base/clock.ts';
import { parseQuery } from '../../../../src/service/logs/insights/parseQuery.ts';
import { QueryRunner } from '../../../../src/service/logs/insights/queryRunner.ts';
import { LogReader } from '../../../../src/service/logs/logReader.ts';
import { LogStore } from '../../../../src/service/logs/logStore.ts';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let database: DatabaseSync;
let clock: FakeClock;
let logs: LogStore;
let reader: LogReader;
const runners: QueryRunner[] = [];

beforeEach(() => {
  database = openDatabase(folders.create());
  clock = new FakeClock();
  logs = new LogStore(database, clock);
  reader = new LogReader(database);
});

afterEach(() => {
  for (const runner of runners.splice(0)) runner.dispose();
  logs.dispose();
  database.close();
  folders.remove();
});

const write = (logGroupName: string, from: number, to: number) =>
  logs.append(
    { region: 'r', logGroupName, logStreamName: 's' },
    Array.from({ length: to - from }, (_, index) => ({
      timestamp: from + index,
      message: `${logGroupName} ${from + index}`,
    })),
  );

function start(query: string, names: readonly string[], on: Clock = clock) {
  const runner = new QueryRunner(reader, on);
  runners.push(runner);
  const groups = names.flatMap((name) => logs.findGroup('r', name) ?? []);
  const running = runner.start({
    region: 'r',
    accountId: '1',
    groups,
    queryString: query,
    commands: parseQuery(query, 0),
    startMs: 0,
    endMs: 10_000_000,
    limit: 10_000,
  });
  if (running === undefined) throw new Error('Too many queries');
  return { runner, running };
}

describe('QueryRunner', () => {
  it('reads a thousand events at a time and lets others work in between', async () => {
    write('a', 0, 2500);
    const { running } = start('stats count(*) as n, min(@timestamp) as first', ['a']);
    expect([running.status, running.counts.records]).toEqual(['Running', 0]);
    await clock.advance(0);
    expect(running.status).toBe('Complete');
    expect(running.rows[0]?.[0]).toEqual({ field: 'n', value: '2500' });
    expect(running.counts.records).toBe(2500);
    expect(clock.pending).toBe(0);
  });

  it('merges groups by time, newest first', async () => {
    write('a', 0, 1500);
    write('b', 1000, 2600);
    const { running } = start('fields @message', ['a', 'b']);
    await clock.advance(0);
    const messages = running.rows.map((row) => Number(row[0]?.value.split(' ')[1]));
    expect(messages).toHaveLength(3100);
    expect(messages).toEqual([...messages].sort((x, y) => y - x));
  });

  it('stops when it is told to, and not twice', async () => {
    write('a', 0, 10);
    const { runner, running } = start('fields @message', ['a']);
    expect(runner.stop(running.id)).toBe(true);
    expect(running.status).toBe('Cancelled');
    await settle();
    expect([running.status, running.rows, clock.pending]).toEqual(['Cancelled', [], 0]);
    expect(runner.stop(running.id)).toBe(false);
  });

  it('ends after an hour', async () => {
    write('a', 0, 10);
    // The first batch never gets its turn, and the hour is over at once.
    const hourMs = 3_600_000;
    const after: Clock['after'] = (delayMs, callback) =>
      delayMs === hourMs ? systemClock.after(0, callback) : clock.after(delayMs, callback);
    const { running } = start('fields @message', ['a'], { ...systemClock, after });
    while (running.status === 'Running') await settle();
    expect(running.status).toBe('Timeout');
    expect(clock.pending).toBe(0);
  });

  it('fails when the log cannot be read', async () => {
    write('a', 0, 10);
    const { running } = start('fields @message', ['a']);
    database.exec('DROP TABLE log_event');
    await clock.advance(0);
    expect(running.status).toBe('Failed');
  });

  it('runs a hundred at once', () => {
    const { runner, running } = start('fields @message', []);
    const again = () => runner.start(running.request);
    for (let index = 1; index < 100; index += 1) expect(again()).toBeDefined();
    expect(again()).toBeUndefined();
    expect(runner.list('r')).toHaveLength(100);
    expect([runner.list('other'), runner.find('other', running.id)]).toEqual([[], undefined]);
    runner.stop(running.id);
    expect(again()).toBeDefined();
  });
});
