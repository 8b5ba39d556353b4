import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HumanError } from '../../../../src/base/humanError.ts';
import { AliasStore } from '../../../../src/service/store/aliasStore.ts';
import { SqliteAsyncQueue } from '../../../../src/service/store/asyncQueue.ts';
import { loadCredentials } from '../../../../src/service/store/credentials.ts';
import { openDatabase, transaction } from '../../../../src/service/store/database.ts';
import { DeliveryOutbox } from '../../../../src/service/store/deliveryOutbox.ts';
import { FunctionStore } from '../../../../src/service/store/functionStore.ts';
import { writePrivateFile } from '../../../../src/service/store/privateFile.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const open: DatabaseSync[] = [];

function openHere(folder: string): DatabaseSync {
  const database = openDatabase(folder);
  open.push(database);
  return database;
}

afterEach(() => {
  for (const database of open.splice(0)) if (database.isOpen) database.close();
  folders.remove();
});

describe('openDatabase', () => {
  it('keeps what was stored', () => {
    const folder = folders.create();
    const first = openHere(folder);
    first.exec("INSERT INTO function (region, name, tags) VALUES ('r', 'f', '{}')");
    first.close();
    expect(openHere(folder).prepare('SELECT name FROM function').get()).toEqual({ name: 'f' });
  });

  it('belongs to one service at a time, and says which folder is taken, by whom and since when', () => {
    const folder = folders.create();
    open.push(openDatabase(folder, Date.UTC(2026, 0, 15, 10, 11, 12)));
    expect(() => openDatabase(folder)).toThrow(HumanError);
    expect(() => openDatabase(folder)).toThrow(
      `Another local Lambda service is using the data folder already (process ${process.pid}, since 2026-01-15T10:11:12.000Z): ` +
        `${folder}. End it, or choose another folder.`,
    );
  });

  it('can be taken again when its owner has gone', () => {
    const folder = folders.create();
    openHere(folder).close();
    expect(() => openHere(folder)).not.toThrow();
  });

  it('refuses data of a newer version', () => {
    const folder = folders.create();
    const newer = openHere(folder);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => openDatabase(folder)).toThrow(
      /written by a newer version .*service\.db has schema 99, this version knows \d+\./,
    );
    expect(() => openDatabase(folder)).toThrow(HumanError);
  });

  it('brings a folder of the first version up to date, with everything in it', () => {
    const folder = folders.create();
    const file = path.join(folder, 'service.db');
    const old = new DatabaseSync(file);
    old.exec(readFileSync(new URL('../../../fixtures/database/version1.sql', import.meta.url), 'utf8'));
    old.close();
    const database = openHere(folder);
    const store = new FunctionStore(database, new FakeClock(0));
    const id = { region: 'us-east-1', name: 'kept' };
    const latest = store.get(id);
    expect(latest).toMatchObject({ tags: { team: 'a' }, record: { latest: { packageId: 'abc' } } });
    const queue = new SqliteAsyncQueue(database, new DeliveryOutbox(database));
    expect(queue.get('waiting')).toMatchObject({ requestId: 'waiting', version: '$LATEST' });
    // What the new version adds works on the old data.
    const record = latest?.record;
    if (record === undefined) throw new Error('The function is gone');
    store.publish(id, record, () => record);
    expect(store.versions(id, 0, 10)).toHaveLength(1);
    new AliasStore(database).put(id, {
      name: 'live',
      functionVersion: '1',
      description: '',
      additional: undefined,
      revisionId: 'r',
    });
    store.delete(id);
    expect(database.prepare('SELECT count(*) AS n FROM function_alias').get()).toEqual({ n: 0 });
  });

  it('says which Node it needs', () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
    expect(() => openDatabase(folders.create())).toThrow(
      `The local Lambda service needs Node.js 22.13 or newer (for node:sqlite); this is ${process.version}.`,
    );
  });

  it('waits for nobody: a reader from outside gets an error, not half of a change', () => {
    const folder = folders.create();
    openHere(folder).exec("INSERT INTO function (region, name, tags) VALUES ('r', 'f', '{}')");
    const other = new DatabaseSync(path.join(folder, 'service.db'));
    open.push(other);
    expect(() => other.prepare('SELECT * FROM function').all()).toThrow(/locked/);
  });
});

describe('transaction', () => {
  it('undoes everything when its work fails', () => {
    const database = openHere(folders.create());
    expect(() =>
      transaction(database, () => {
        database.exec("INSERT INTO function (region, name, tags) VALUES ('r', 'f', '{}')");
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(database.prepare('SELECT count(*) AS n FROM function').get()).toEqual({ n: 0 });
  });
});

describe('loadCredentials', () => {
  it('makes a pair once, for its owner alone', () => {
    const folder = folders.create();
    const made = loadCredentials(folder);
    expect(made.accessKeyId).toMatch(/^LWBK[0-9A-F]{16}$/);
    expect(made.secretAccessKey).toHaveLength(40);
    expect(loadCredentials(folder)).toEqual(made);
    expect(statSync(path.join(folder, 'credentials.json')).mode & 0o777).toBe(0o600);
    expect(loadCredentials(folders.create())).not.toEqual(made);
  });

  it.each([
    '',
    '{}',
    '{"accessKeyId":1,"secretAccessKey":"x"}',
    '{"accessKeyId":"","secretAccessKey":""}',
    '[',
    'null',
  ])('names a damaged file, and leaves it as it is: %j', (text) => {
    const folder = folders.create({ 'credentials.json': text });
    const file = path.join(folder, 'credentials.json');
    expect(() => loadCredentials(folder)).toThrow(HumanError);
    expect(() => loadCredentials(folder)).toThrow(`The key pair of the local Lambda service cannot be read: ${file}.`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('takes back what others were allowed to read', () => {
    const folder = folders.create();
    const file = path.join(folder, 'credentials.json');
    const made = loadCredentials(folder);
    chmodSync(file, 0o644);
    expect(loadCredentials(folder)).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('writePrivateFile', () => {
  it('replaces a file as a whole and leaves nothing beside it', () => {
    const folder = folders.create({ 'a.json': 'old' });
    writePrivateFile(path.join(folder, 'a.json'), 'new');
    expect(statSync(path.join(folder, 'a.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(path.join(folder, `a.json.${process.pid}.new`))).toBe(false);
  });
});
