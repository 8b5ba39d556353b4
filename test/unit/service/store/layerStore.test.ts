import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { FunctionStore } from '../../../../src/service/store/functionStore.ts';
import { type LayerRecord, LayerStore } from '../../../../src/service/store/layerStore.ts';
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

const id = { region: 'us-east-1', name: 'l' };
const record = (packageId: string): LayerRecord => ({
  packageId,
  codeSha256: 'sha',
  codeBytes: 1,
  unzippedBytes: 2,
  description: '',
  createdDate: 'then',
  runtimes: undefined,
  architectures: undefined,
  licenseInfo: undefined,
});

describe('LayerStore', () => {
  it('counts the versions of each layer and Region for themselves, and names every package once', () => {
    const store = new LayerStore(openHere(folders.create()));
    const numbers = [
      store.publish(id, record('a')),
      store.publish(id, record('a')),
      store.publish({ ...id, name: 'other' }, record('b')),
      store.publish({ ...id, region: 'eu-west-1' }, record('c')),
    ];
    expect(numbers).toEqual([1, 2, 1, 1]);
    expect(store.packageIds()).toEqual(new Set(['a', 'b', 'c']));
    expect(store.all('us-east-1').map(({ id: { name }, version }) => [name, version])).toEqual([
      ['l', 2],
      ['l', 1],
      ['other', 1],
    ]);
    store.delete(id, 2);
    expect(store.publish(id, record('d'))).toBe(3);
    expect(store.versions(id).map(({ version }) => version)).toEqual([3, 1]);
  });

  it('works where the data were written before there were layers, and the functions stay', () => {
    const folder = folders.create();
    const old = new DatabaseSync(path.join(folder, 'service.db'));
    old.exec(readFileSync(new URL('../../../fixtures/database/version1.sql', import.meta.url), 'utf8'));
    old.close();
    const database = openHere(folder);
    const store = new LayerStore(database);
    expect(store.publish(id, record('a'))).toBe(1);
    store.setPolicy(id, 1, { statements: [], revisionId: 'r' });
    expect(store.get(id, 1)?.policy).toEqual({ statements: [], revisionId: 'r' });
    const functions = new FunctionStore(database, new FakeClock(0));
    expect(functions.serving({ region: 'us-east-1', name: 'kept' }, '$LATEST')?.layerPackageIds).toBeUndefined();
    expect(functions.packageIds()).toEqual(new Set(['abc']));
  });
});
