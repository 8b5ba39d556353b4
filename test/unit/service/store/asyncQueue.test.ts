import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteAsyncQueue } from '../../../../src/service/store/asyncQueue.ts';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { type Delivery, DeliveryOutbox } from '../../../../src/service/store/deliveryOutbox.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let database: DatabaseSync;
let outbox: DeliveryOutbox;
let queue: SqliteAsyncQueue;
beforeEach(() => {
  database = openDatabase(folders.create());
  open();
});
afterEach(() => {
  database.close();
  folders.remove();
});

/** As after a restart. */
function open(limitBytes?: number): void {
  outbox = new DeliveryOutbox(database, limitBytes);
  queue = new SqliteAsyncQueue(database, outbox);
}

const f = { region: 'us-east-1', name: 'f' };
const entry = (requestId: string, attempts = 0, name = 'f') => ({
  requestId,
  id: { region: 'us-east-1', name },
  version: '$LATEST',
  invokedFunctionArn: 'arn',
  payload: new Uint8Array([123, 125]),
  traceId: 'Root=1',
  acceptedAt: 5,
  attempts,
  notBefore: attempts * 60_000,
});
const delivery = (id: string, targetArn = 'target', bytes = 2): Delivery => ({
  id,
  targetArn,
  kind: 'dead-letter',
  function: f,
  functionArn: 'arn:$LATEST',
  requestId: 'request',
  traceId: 'Root=1',
  body: new Uint8Array(bytes),
  error: { code: 200, message: 'boom' },
  createdAt: 5,
});
const none = new Map();
const except = (...ids: string[]) => new Map(ids.map((id) => [id, true]));

describe('SqliteAsyncQueue', () => {
  it('gives one after the other, by time and then by the order of acceptance', () => {
    for (const id of ['a', 'b', 'c']) queue.put(entry(id));
    queue.put(entry('other', 0, 'g'));
    queue.put(entry('a', 1));
    open();
    expect(queue.next(f, none)).toEqual({ requestId: 'b', notBefore: 0 });
    expect(queue.next(f, except('b'))).toEqual({ requestId: 'c', notBefore: 0 });
    expect(queue.next(f, except('b', 'c'))).toEqual({ requestId: 'a', notBefore: 60_000 });
    expect(queue.next(f, except('a', 'b', 'c'))).toBeUndefined();
    expect(queue.get('a')).toEqual(entry('a', 1));
    expect(queue.functions()).toEqual([f, { region: 'us-east-1', name: 'g' }]);
  });

  it('forgets what is finished', () => {
    queue.put(entry('a'));
    queue.put({ ...entry('b'), tenantId: 'blue' });
    queue.finish('a', []);
    expect([queue.get('a'), queue.get('b')?.tenantId]).toEqual([undefined, 'blue']);
    queue.finish('b', []);
    expect([queue.functions(), queue.next(f, none)]).toEqual([[], undefined]);
  });

  it('ends an invocation and stores what is told of it, both or neither', () => {
    queue.put(entry('a'));
    queue.put(entry('b'));
    queue.finish('a', [delivery('one')]);
    expect(() => queue.finish('b', [delivery('two'), delivery('one')])).toThrow(/UNIQUE/);
    expect([queue.get('a'), queue.get('b')?.requestId]).toEqual([undefined, 'b']);
    open();
    expect([outbox.get('one'), outbox.get('two')]).toEqual([delivery('one'), undefined]);
  });
});

describe('DeliveryOutbox', () => {
  it('has the oldest of each target first, until it is received', () => {
    queue.finish('', [delivery('1'), delivery('2'), delivery('3', 'other')]);
    open();
    expect(outbox.targets()).toEqual(['other', 'target']);
    expect([outbox.next('target', none), outbox.next('target', except('1'))]).toEqual(['1', '2']);
    outbox.remove('1');
    outbox.remove('unknown');
    expect([outbox.next('target', none), outbox.next('target', except('2'))]).toEqual(['2', undefined]);
  });

  it('tells of what is new when it is stored', () => {
    const told: (string | undefined)[] = [];
    outbox.onDidAdd(({ id }) => told.push(outbox.get(id)?.id));
    queue.finish('', [delivery('1'), delivery('2')]);
    expect(told).toEqual(['1', '2']);
  });

  it('gives up the oldest when too much waits, counting what an earlier run left', () => {
    queue.finish('', [delivery('1', 'target', 60)]);
    open(100);
    const dropped: string[] = [];
    outbox.onDidDrop(({ id }) => dropped.push(id));
    queue.finish('', [delivery('2', 'target', 40)]);
    expect(dropped).toEqual([]);
    queue.finish('', [delivery('3', 'target', 1)]);
    expect([dropped, outbox.get('1'), outbox.next('target', none)]).toEqual([['1'], undefined, '2']);
  });
});
