import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { ResourceStore } from '../../../../src/service/store/resourceStore.ts';
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

describe('ResourceStore', () => {
  it('keeps kinds and Regions apart, in the order of the ids', () => {
    const folder = folders.create();
    const database = openHere(folder);
    const mappings = new ResourceStore<{ readonly n: number }>(database, 'mapping');
    const others = new ResourceStore<{ readonly n: number }>(database, 'other');
    mappings.put('us-east-1', 'b', { n: 2 });
    mappings.put('us-east-1', 'a', { n: 1 });
    mappings.put('us-east-1', 'b', { n: 3 });
    mappings.put('eu-west-1', 'c', { n: 4 });
    others.put('us-east-1', 'a', { n: 5 });
    expect(mappings.list('us-east-1')).toEqual([
      { id: 'a', record: { n: 1 } },
      { id: 'b', record: { n: 3 } },
    ]);
    expect(mappings.list('us-east-1', 'a').map(({ id }) => id)).toEqual(['b']);
    others.delete('us-east-1', 'a');
    others.delete('us-east-1', 'never');
    expect(others.get('us-east-1', 'a')).toBeUndefined();
    expect(mappings.get('us-east-1', 'a')).toEqual({ n: 1 });
    database.close();
    expect(new ResourceStore(openHere(folder), 'mapping').get('eu-west-1', 'c')).toEqual({ n: 4 });
  });

  it('has its table also where the data were written before there was one', () => {
    const folder = folders.create();
    const old = new DatabaseSync(path.join(folder, 'service.db'));
    old.exec(readFileSync(new URL('../../../fixtures/database/version1.sql', import.meta.url), 'utf8'));
    old.close();
    const store = new ResourceStore<string>(openHere(folder), 'mapping');
    store.put('us-east-1', 'a', 'kept');
    expect(store.get('us-east-1', 'a')).toBe('kept');
  });
});
