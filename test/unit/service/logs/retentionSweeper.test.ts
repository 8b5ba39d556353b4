import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogStore } from '../../../../src/service/logs/logStore.ts';
import { RetentionSweeper } from '../../../../src/service/logs/retentionSweeper.ts';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const hourMs = 3_600_000;
let database: DatabaseSync;
let clock: FakeClock;
let store: LogStore;
let sweeper: RetentionSweeper;

beforeEach(() => {
  database = openDatabase(folders.create());
  clock = new FakeClock();
  store = new LogStore(database, clock);
  sweeper = new RetentionSweeper(store, clock);
});

afterEach(() => {
  sweeper.dispose();
  expect(clock.pending).toBe(0);
  store.dispose();
  database.close();
  folders.remove();
});

const at = (logGroupName: string, logStreamName = 's') => ({ region: 'us-east-1', logGroupName, logStreamName });
const count = () => Number(database.prepare('SELECT count(*) AS n FROM log_event').get()?.['n']);
const write = (logGroupName: string, hoursAgo: number, events = 1) =>
  store.append(
    at(logGroupName),
    Array.from({ length: events }, () => ({ timestamp: clock.now() - hoursAgo * hourMs, message: 'x' })),
  );
const retain = (name: string, retentionInDays: number) => {
  const group = store.findGroup('us-east-1', name);
  if (group) store.updateGroup(group, { retentionInDays });
};

describe('RetentionSweeper', () => {
  it('removes what expires while time passes, from groups that have a retention', async () => {
    write('/short', 20);
    write('/short', 2);
    write('/for-ever', 2000);
    retain('/short', 1);
    sweeper.sweep();
    expect(count()).toBe(3);
    await clock.advance(5 * hourMs);
    expect(count()).toBe(2);
    await clock.advance(24 * hourMs);
    expect(count()).toBe(1);
    expect(store.listGroups('us-east-1').map(({ name, storedBytes }) => [name, storedBytes])).toEqual([
      ['/for-ever', 27],
      ['/short', 0],
    ]);
  });

  it('keeps the streams, and knows the first event that is left', () => {
    write('/g', 30);
    write('/g', 1);
    retain('/g', 1);
    sweeper.sweep();
    const group = store.findGroup('us-east-1', '/g');
    expect(store.listStreams(group?.id ?? 0)).toMatchObject([{ name: 's', firstEventAt: clock.now() - hourMs }]);
  });

  it('removes much in small bites', async () => {
    write('/g', 30, 12_000);
    retain('/g', 1);
    sweeper.sweep();
    expect(count()).toBe(7000);
    await clock.advance(1);
    expect(count()).toBe(0);
  });
});
