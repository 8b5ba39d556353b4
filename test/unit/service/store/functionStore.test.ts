import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../src/service/store/database.ts';
import { createdRecord, settle, updatedRecord } from '../../../../src/service/store/functionRecord.ts';
import { configurationOf, FunctionStore } from '../../../../src/service/store/functionStore.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const open: DatabaseSync[] = [];

afterEach(() => {
  for (const database of open.splice(0)) if (database.isOpen) database.close();
  folders.remove();
});

function openStore(clock = new FakeClock(0), folder = folders.create()) {
  const database = openDatabase(folder);
  open.push(database);
  return { store: new FunctionStore(database, clock), clock, folder, database };
}

let revision = 0;
function options(nowMs: number, transitionMs = 0) {
  const newRevisionId = () => {
    revision += 1;
    return `r${revision}`;
  };
  return { nowMs, transitionMs, newRevisionId };
}

const idOf = (name: string, region = 'us-east-1') => ({ region, name });
const deployment = (packageId: string) => ({ configuration: { CodeSha256: packageId, CodeSize: 10 }, packageId });

describe('FunctionStore', () => {
  it('behaves like a map that is written down, whatever is done to it', () => {
    const step = fc.record({
      kind: fc.constantFrom('create', 'update', 'delete', 'tag', 'reopen', 'read'),
      name: fc.constantFrom('a', 'b', 'c'),
      region: fc.constantFrom('us-east-1', 'eu-west-1'),
      value: fc.stringMatching(/^[a-z]{1,4}$/),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const clock = new FakeClock(0);
        let { store, folder, database } = openStore(clock);
        const model = new Map<string, { packageId: string; tags: Record<string, string> }>();
        for (const { kind, name, region, value } of steps) {
          const id = idOf(name, region);
          const key = `${region}/${name}`;
          const stored = store.get(id);
          const known = model.get(key);
          expect(stored?.record.latest.packageId).toBe(known?.packageId);
          expect(stored?.tags).toEqual(known?.tags);
          if (kind === 'create' && stored === undefined) {
            store.create(id, createdRecord(deployment(value), options(0)), {});
            model.set(key, { packageId: value, tags: {} });
          } else if (kind === 'update' && stored !== undefined && known !== undefined) {
            store.update(id, updatedRecord(stored.record, deployment(value), options(0)));
            known.packageId = value;
          } else if (kind === 'tag' && stored !== undefined && known !== undefined) {
            store.updateTags(id, { tag: value }, stored.record);
            known.tags = { tag: value };
          } else if (kind === 'delete') {
            expect(store.delete(id)).toBe(model.delete(key));
          } else if (kind === 'reopen') {
            database.close();
            ({ store, folder, database } = openStore(clock, folder));
          }
        }
        for (const region of ['us-east-1', 'eu-west-1']) {
          const names = [...model.keys()]
            .filter((key) => key.startsWith(region))
            .map((key) => key.slice(region.length + 1));
          expect(store.list(region, '', 100).map(({ id }) => id.name)).toEqual(names.sort());
          expect(store.usage(region)).toEqual({ functionCount: names.length, codeBytes: 10 * names.length });
        }
        expect(store.packageIds()).toEqual(new Set([...model.values()].map(({ packageId }) => packageId)));
        database.close();
      }),
      { numRuns: 40 },
    );
  });

  it('lists from behind a name, and no more than asked for', () => {
    const { store } = openStore();
    for (const name of ['b', 'a', 'd', 'c']) store.create(idOf(name), createdRecord(deployment(name), options(0)), {});
    expect(store.list('us-east-1', 'a', 2).map(({ id }) => id.name)).toEqual(['b', 'c']);
    expect(store.list('us-east-1', 'd', 2)).toEqual([]);
    expect(store.list('us-west-1', '', 2)).toEqual([]);
  });

  it('refuses a second function of one name', () => {
    const { store } = openStore();
    store.create(idOf('f'), createdRecord(deployment('one'), options(0)), {});
    expect(() => store.create(idOf('f'), createdRecord(deployment('two'), options(0)), {})).toThrow();
    expect(store.get(idOf('f'))?.record.latest.packageId).toBe('one');
  });

  it('serves nothing while Pending, the old code while InProgress, and then the new', async () => {
    const { store, clock } = openStore();
    store.create(idOf('f'), createdRecord(deployment('one'), options(0, 100)), {});
    expect(store.serving(idOf('f'), '$LATEST')).toBeUndefined();
    await clock.advance(100);
    expect(store.serving(idOf('f'), '$LATEST')?.packageId).toBe('one');
    const active = store.get(idOf('f'));
    if (active) store.update(idOf('f'), updatedRecord(active.record, deployment('two'), options(100, 100)));
    expect(store.serving(idOf('f'), '$LATEST')?.packageId).toBe('one');
    expect(store.packageIds()).toEqual(new Set(['one', 'two']));
    await clock.advance(100);
    expect(store.serving(idOf('f'), '$LATEST')?.packageId).toBe('two');
    expect(store.packageIds()).toEqual(new Set(['two']));
  });

  it('keeps versions beside $LATEST, numbers them once, and keeps their packages', () => {
    const { store, database, folder } = openStore();
    const id = idOf('f');
    const record = (packageId: string) => settle(createdRecord(deployment(packageId), options(0)), 0);
    store.create(id, record('one'), {}, () => record('one'));
    store.publish(id, record('two'), () => record('two'));
    store.update(id, record('three'));
    expect(store.versions(id, -1, 10).map((stored) => stored.record.latest.packageId)).toEqual(['three', 'one', 'two']);
    expect(store.serving(id, '1')?.packageId).toBe('one');
    expect(store.packageIds()).toEqual(new Set(['one', 'two', 'three']));
    expect(store.usage('us-east-1')).toEqual({ functionCount: 1, codeBytes: 30 });
    store.deleteVersion(id, '2');
    expect(store.packageIds()).toEqual(new Set(['one', 'three']));
    database.close();
    const again = openStore(undefined, folder).store;
    const numbers: string[] = [];
    again.publish(id, record('four'), (version) => {
      numbers.push(version);
      return record('four');
    });
    expect(numbers).toEqual(['3']);
    expect(again.newestVersion(id)?.record.latest.packageId).toBe('four');
  });

  it('undoes the change of $LATEST when its version cannot be stored', () => {
    const { store } = openStore();
    const id = idOf('f');
    store.create(id, createdRecord(deployment('one'), options(0)), {});
    const changed = createdRecord(deployment('two'), options(0));
    const publish = () =>
      store.publish(id, changed, () => {
        throw new Error('no');
      });
    expect(publish).toThrow('no');
    expect(store.get(id)?.record.latest.packageId).toBe('one');
    expect(store.versions(id, 0, 10)).toEqual([]);
  });

  it('hands the dispatcher the revision of code and settings, not that of tags', () => {
    const { store } = openStore();
    store.create(idOf('f'), settle(createdRecord(deployment('one'), options(0)), 0), {});
    const before = store.serving(idOf('f'), '$LATEST');
    const stored = store.get(idOf('f'));
    if (stored) store.updateTags(idOf('f'), { a: 'b' }, { ...stored.record, revisionId: 'tagged' });
    const after = store.get(idOf('f'));
    expect(after && configurationOf(after).RevisionId).toBe('tagged');
    expect(store.serving(idOf('f'), '$LATEST')?.configuration.RevisionId).toBe(before?.configuration.RevisionId);
  });
});
