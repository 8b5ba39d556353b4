import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventId, positionOf } from '../../../../src/service/logs/eventId.ts';
import { type LogQuery, LogReader, type StoredLogEvent } from '../../../../src/service/logs/logReader.ts';
import { type AppendedEvents, LogStore } from '../../../../src/service/logs/logStore.ts';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const small = { eventsPerGroup: 100, bytesPerGroup: 100_000 };
let database: DatabaseSync;
let clock: FakeClock;
let store: LogStore;
let reader: LogReader;

beforeEach(() => {
  database = openDatabase(folders.create());
  clock = new FakeClock(1_000_000);
  store = new LogStore(database, clock, small);
  reader = new LogReader(database);
});

afterEach(() => {
  store.dispose();
  database.close();
  folders.remove();
});

const at = (logStreamName: string, region = 'us-east-1') => ({ region, logGroupName: '/g', logStreamName });

function query(changes: Partial<LogQuery> = {}): LogQuery {
  return {
    groupId: store.findGroup('us-east-1', '/g')?.id ?? -1,
    streamIds: undefined,
    startTime: undefined,
    endTime: undefined,
    order: 'oldest-first',
    beyond: undefined,
    scanLimit: 1000,
    ...changes,
  };
}

const read = (changes: Partial<LogQuery> = {}) => [...reader.read(query(changes))];
const messages = (events: readonly StoredLogEvent[]) => events.map(({ message }) => message);

describe('LogStore', () => {
  it('makes group and stream on the first append, in one Region', () => {
    store.append(at('s'), [{ timestamp: 5, message: 'a' }]);
    expect(store.findGroup('us-east-1', '/g')).toMatchObject({ name: '/g', createdAt: 1_000_000 });
    expect(store.findGroup('eu-west-1', '/g')).toBeUndefined();
    expect(read()).toEqual([
      {
        id: 1,
        logStreamName: 's',
        timestamp: 5,
        ingestionTime: 1_000_000,
        message: 'a',
      },
    ]);
  });

  it('keeps any text, and times in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ timestamp: fc.nat(), message: fc.string({ unit: 'binary' }) }), {
          minLength: 1,
          maxLength: 20,
        }),
        (events) => {
          store.deleteGroup('us-east-1', '/g');
          store.append(at('s'), events);
          const inOrder = [...events].sort((a, b) => a.timestamp - b.timestamp);
          expect(read().map(({ timestamp, message }) => ({ timestamp, message }))).toEqual(inOrder);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells what each stream holds', () => {
    store.append(at('s'), [{ timestamp: 7, message: 'aé' }]);
    clock = new FakeClock();
    store.append(at('s'), [{ timestamp: 3, message: 'b' }]);
    const group = store.findGroup('us-east-1', '/g');
    expect(store.findStream(group?.id ?? 0, 's')).toMatchObject({
      firstEventAt: 3,
      lastEventAt: 7,
      lastIngestionAt: 1_000_000,
      storedBytes: 3 + 1 + 2 * 26,
    });
    expect(store.listGroups('us-east-1')).toMatchObject([{ name: '/g', storedBytes: 56 }]);
  });

  it('announces events once they are stored', () => {
    const seen: AppendedEvents[] = [];
    const subscription = store.onDidAppend((appended) => {
      seen.push(appended);
      expect(read()).toHaveLength(2);
    });
    store.append(at('s'), [
      { timestamp: 1, message: 'a' },
      { timestamp: 2, message: 'b' },
    ]);
    store.append(at('s'), []);
    subscription.dispose();
    store.append(at('s'), [{ timestamp: 3, message: 'c' }]);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.events).toEqual(
      read()
        .slice(0, 2)
        .map(({ id, ...event }) => ({ ...event, logGroupName: '/g', eventId: eventId(event.timestamp, id) })),
    );
  });

  it('forgets the oldest events of a group that grows too large, and streams that are left empty', () => {
    store.append(at('old'), [{ timestamp: 1, message: 'oldest' }]);
    for (let index = 0; index < 150; index += 1)
      store.append(at('new'), [{ timestamp: 10 + index, message: `m${index}` }]);
    const kept = messages(read());
    expect(kept.length).toBeGreaterThanOrEqual(100);
    expect(kept.length).toBeLessThanOrEqual(110);
    expect(kept.at(-1)).toBe('m149');
    expect(kept).not.toContain('oldest');
    const streams = store.listStreams(query().groupId);
    expect(streams.map(({ name }) => name)).toEqual(['new']);
    const bytes = read().reduce((sum, { message }) => sum + message.length + 26, 0);
    expect(streams[0]?.storedBytes).toBe(bytes);
  });

  it('forgets the oldest events of a group whose messages are large', () => {
    for (let index = 0; index < 30; index += 1) {
      store.append(at('s'), [{ timestamp: index, message: `${index}${'x'.repeat(9_000)}` }]);
    }
    const kept = read();
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept.length).toBeLessThanOrEqual(12);
    expect(kept.at(-1)?.message).toMatch(/^29x/);
    expect(store.listGroups('us-east-1')[0]?.storedBytes).toBeLessThanOrEqual(101_000);
  });

  it('counts what a group held before the service started', () => {
    for (let index = 0; index < 105; index += 1) store.append(at('s'), [{ timestamp: index, message: 'x' }]);
    const again = new LogStore(database, clock, small);
    for (let index = 0; index < 10; index += 1) again.append(at('s'), [{ timestamp: 200 + index, message: 'y' }]);
    expect(read().length).toBeLessThanOrEqual(110);
  });

  it('leaves other groups alone when it forgets', () => {
    store.append({ ...at('s'), logGroupName: '/other' }, [{ timestamp: 0, message: 'kept' }]);
    for (let index = 0; index < 150; index += 1) store.append(at('s'), [{ timestamp: 1 + index, message: 'x' }]);
    const other = store.findGroup('us-east-1', '/other');
    expect(messages(read({ groupId: other?.id ?? 0 }))).toEqual(['kept']);
  });

  it('starts anew after its group was deleted', () => {
    store.append(at('s'), [{ timestamp: 1, message: 'a' }]);
    expect(store.deleteGroup('us-east-1', '/g')).toBe(true);
    expect(store.deleteGroup('us-east-1', '/g')).toBe(false);
    store.append(at('s'), [{ timestamp: 2, message: 'b' }]);
    expect(messages(read())).toEqual(['b']);
    expect(database.prepare('SELECT count(*) AS n FROM log_event').get()).toEqual({ n: 1 });
  });

  it('says whether a group or a stream was new', () => {
    expect(store.createGroup('us-east-1', '/g')).toBe(true);
    expect(store.createGroup('us-east-1', '/g')).toBe(false);
    const id = query().groupId;
    expect(store.createStream(id, 's')).toBe(true);
    expect(store.createStream(id, 's')).toBe(false);
  });
});

describe('LogReader', () => {
  beforeEach(() => {
    store.append(at('a'), [
      { timestamp: 10, message: 'a10' },
      { timestamp: 30, message: 'a30' },
    ]);
    store.append(at('b'), [
      { timestamp: 20, message: 'b20' },
      { timestamp: 30, message: 'b30' },
    ]);
  });

  const idsOf = (...names: string[]) =>
    store
      .listStreams(query().groupId)
      .filter(({ name }) => names.includes(name))
      .map(({ id }) => id);

  it('interleaves streams by time, then by arrival', () => {
    expect(messages(read())).toEqual(['a10', 'b20', 'a30', 'b30']);
    expect(messages(read({ order: 'newest-first' }))).toEqual(['b30', 'a30', 'b20', 'a10']);
  });

  it('narrows by stream and by time, both ends included', () => {
    expect(messages(read({ streamIds: idsOf('a') }))).toEqual(['a10', 'a30']);
    expect(messages(read({ streamIds: idsOf('a', 'b') }))).toHaveLength(4);
    expect(messages(read({ streamIds: [] }))).toEqual([]);
    expect(messages(read({ startTime: 20, endTime: 30 }))).toEqual(['b20', 'a30', 'b30']);
    expect(messages(read({ startTime: 21, endTime: 29 }))).toEqual([]);
  });

  it('goes on behind any event, in both directions, and misses and repeats nothing', () => {
    for (const order of ['oldest-first', 'newest-first'] as const) {
      for (const streamIds of [undefined, idsOf('a'), idsOf('a', 'b')]) {
        const all = read({ order, streamIds });
        all.forEach((beyond, index) => {
          expect(read({ order, streamIds, beyond })).toEqual(all.slice(index + 1));
        });
      }
    }
  });

  it('searches for a text as far as it may, in both directions', () => {
    const search = (text: string, changes: Partial<LogQuery> = {}) => {
      const asked = query(changes);
      const [upTo] = reader.limits(asked);
      return messages([...reader.search(asked, { text, upTo })]);
    };
    expect(search('0')).toEqual(['a10', 'b20', 'a30', 'b30']);
    expect(search('a')).toEqual(['a10', 'a30']);
    expect(search('b', { order: 'newest-first' })).toEqual(['b30', 'b20']);
    expect(search('b', { scanLimit: 2 })).toEqual(['b20']);
    expect(search('a', { scanLimit: 2, order: 'newest-first' })).toEqual(['a30']);
    expect(search('a', { streamIds: idsOf('b') })).toEqual([]);
    expect(search('a', { streamIds: idsOf('a', 'b'), startTime: 11 })).toEqual(['a30']);
    expect(search('b', { beyond: read()[1] })).toEqual(['b30']);
    expect(search('%')).toEqual([]);
  });

  it('tells where a limit falls, and whether something is behind it', () => {
    const [first, second, third, last] = read().map(({ timestamp, id }) => ({ timestamp, id }));
    expect(reader.limits(query({ scanLimit: 2 }))).toEqual([second, third]);
    expect(reader.limits(query({ scanLimit: 4 }))).toEqual([last, undefined]);
    expect(reader.limits(query({ scanLimit: 5 }))).toEqual([undefined, undefined]);
    expect(reader.limits(query({ scanLimit: 3, order: 'newest-first' }))).toEqual([second, first]);
  });

  it('looks at no more than it may', () => {
    expect(messages(read({ scanLimit: 2 }))).toEqual(['a10', 'b20']);
  });
});

describe('eventId', () => {
  it('has 56 digits, is unique, and sorts like the events', () => {
    const ids = [eventId(5, 2), eventId(5, 10), eventId(40, 1)];
    expect(ids.every((id) => /^\d{56}$/.test(id))).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(positionOf(eventId(1_768_471_872_000, 123_456))).toEqual({ timestamp: 1_768_471_872_000, id: 123_456 });
  });

  it.each(['', 'x', '1'.repeat(55), `${'1'.repeat(55)}x`])('is not %j', (text) => {
    expect(positionOf(text)).toBeUndefined();
  });
});
