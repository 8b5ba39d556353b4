import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { LogFilterStore } from '../../../../src/service/logs/logFilterStore.ts';
import { LogStore } from '../../../../src/service/logs/logStore.ts';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

it('log groups from before there were settings and filters get both', () => {
  const folder = folders.create();
  const old = new DatabaseSync(path.join(folder, 'service.db'));
  old.exec(readFileSync(new URL('../../../fixtures/database/version1.sql', import.meta.url), 'utf8'));
  old.exec("INSERT INTO log_group (region, name, created_at) VALUES ('us-east-1', '/old', 7)");
  old.close();
  const database = openDatabase(folder);
  try {
    const store = new LogStore(database, new FakeClock());
    const group = store.findGroup('us-east-1', '/old');
    expect(group).toEqual({ id: expect.any(Number), name: '/old', createdAt: 7, settings: {} });
    if (group === undefined) return;
    store.updateGroup(group, { retentionInDays: 3 });
    expect(store.retentions()).toEqual([{ groupId: group.id, days: 3 }]);
    const filters = new LogFilterStore<{ readonly pattern: string }>(database, 'metric');
    filters.put(group.id, 'f', { pattern: 'x' });
    expect(filters.ofRegion('us-east-1')).toEqual([{ groupName: '/old', name: 'f', record: { pattern: 'x' } }]);
    store.deleteGroup('us-east-1', '/old');
    expect(filters.ofRegion('us-east-1')).toEqual([]);
    store.dispose();
  } finally {
    database.close();
  }
});
