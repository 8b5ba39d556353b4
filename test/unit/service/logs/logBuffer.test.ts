import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { LogBuffer } from '../../../../src/service/logs/logBuffer.ts';
import { type AppendedEvents, LogStore } from '../../../../src/service/logs/logStore.ts';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let database: DatabaseSync;
let clock: FakeClock;
let store: LogStore;
let errors: string[];
let buffer: LogBuffer;
let appended: AppendedEvents[];

beforeEach(() => {
  database = openDatabase(folders.create());
  clock = new FakeClock(1_000_000);
  store = new LogStore(database, clock);
  errors = [];
  buffer = new LogBuffer(store, clock, { ...silentLog, error: (message) => errors.push(String(message)) });
  appended = [];
  store.onDidAppend((events) => appended.push(events));
});

afterEach(() => {
  store.dispose();
  if (database.isOpen) database.close();
  folders.remove();
});

const place = (logStreamName: string) => ({ region: 'us-east-1', logGroupName: '/g', logStreamName });
const line = (message: string) => ({ timestamp: 5, message });
const told = () => appended.map(({ location, events }) => [location.logStreamName, ...events.map((e) => e.message)]);

describe('LogBuffer', () => {
  it('stores lines of several environments together, in the order of each, a moment later', async () => {
    const [one, other] = [place('one'), place('other')];
    buffer.append(one, [line('a')]);
    buffer.append(other, [line('b')]);
    buffer.append(one, [line('c'), line('d')]);
    expect(told()).toEqual([]);
    await clock.advance(10);
    expect(told()).toEqual([
      ['one', 'a', 'c', 'd'],
      ['other', 'b'],
    ]);
  });

  it('has stored everything when a reader asks, and stores it once', async () => {
    buffer.append(place('one'), [line('a')]);
    buffer.flush();
    await clock.advance(100);
    buffer.flush();
    expect(told()).toEqual([['one', 'a']]);
  });

  it('does not wait with a flood', () => {
    buffer.append(
      place('one'),
      Array.from({ length: 5000 }, (_, index) => line(String(index))),
    );
    expect(appended[0]?.events).toHaveLength(5000);
  });

  it('stores what is left when it is disposed', () => {
    buffer.append(place('one'), [line('a')]);
    buffer.dispose();
    expect(told()).toEqual([['one', 'a']]);
  });

  it('reports lines that could not be stored, to the reader or in the log of the service', async () => {
    database.close();
    buffer.append(place('one'), [line('a')]);
    await clock.advance(10);
    expect(errors).toEqual(['Log lines of functions could not be stored']);
    buffer.append(place('one'), [line('a')]);
    expect(() => buffer.flush()).toThrow();
  });
});
