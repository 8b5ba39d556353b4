import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../../src/base/log.ts';
import { CodeStore } from '../../../../src/service/store/codeStore.ts';
import { mergedId } from '../../../../src/service/store/mergeFolders.ts';
import { type PackageOwner, PackageSweeper } from '../../../../src/service/store/packageSweeper.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';
import { zipOf } from '../../../support/zip.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

const zip = zipOf({ 'index.js': 'one' });
const other = zipOf({ 'index.js': 'two' });
const sha256 = createHash('sha256').update(zip).digest();

async function openStore(folder = folders.create()) {
  return { folder, store: await CodeStore.open(folder) };
}

describe('CodeStore', () => {
  it('names a package by its content and has it on disk before it commits', async () => {
    const { folder, store } = await openStore();
    const stored = await store.put(zip, (identity) => {
      expect(readFileSync(path.join(folder, 'packages', `${identity.packageId}.zip`))).toEqual(zip);
      return identity;
    });
    expect(stored).toEqual({
      packageId: sha256.toString('hex'),
      codeSha256: sha256.toString('base64'),
      codeBytes: zip.byteLength,
    });
    const unpacked = await store.openPackage(stored.packageId);
    expect(readFileSync(path.join(unpacked, 'index.js'), 'utf8')).toBe('one');
  });

  it('hands back the very bytes it was given', async () => {
    const { store } = await openStore();
    const { packageId } = await store.put(zip, (identity) => identity);
    expect(await store.readZip(packageId)).toEqual(zip);
  });

  it.each(['../credentials.json', 'x', '', '0'.repeat(64)])('reads no package named %j', async (name) => {
    const { store } = await openStore();
    expect(await store.readZip(name)).toBeUndefined();
  });

  it('merges layers once, and keeps the merged folder as long as it is wanted', async () => {
    const { folder, store } = await openStore();
    const packageIds = [await store.put(zip, ({ packageId }) => packageId), await store.put(other, (o) => o.packageId)];
    const [first, second] = await Promise.all([store.openLayers(packageIds), store.openLayers(packageIds)]);
    expect(first).toBe(second);
    expect(readFileSync(path.join(first, 'index.js'), 'utf8')).toBe('two');
    const [only = ''] = packageIds;
    expect(await store.openLayers([only])).toBe(await store.openPackage(only));
    await store.sweep(() => new Set([...packageIds, mergedId(packageIds)]));
    expect(existsSync(first)).toBe(true);
    await store.sweep(() => new Set(packageIds));
    expect(existsSync(first)).toBe(false);
    expect(readFileSync(path.join(await store.openLayers(packageIds), 'index.js'), 'utf8')).toBe('two');
    expect(readdirSync(path.join(folder, 'temporary'))).toEqual([]);
  });

  it('unpacks again what someone has removed', async () => {
    const { store } = await openStore();
    const { packageId } = await store.put(zip, (identity) => identity);
    const unpacked = await store.openPackage(packageId);
    rmSync(unpacked, { recursive: true });
    const [first, second] = await Promise.all([store.openPackage(packageId), store.openPackage(packageId)]);
    expect(first).toBe(second);
    expect(readFileSync(path.join(first, 'index.js'), 'utf8')).toBe('one');
  });

  it('keeps nothing of a package that was refused or only checked', async () => {
    const { folder, store } = await openStore();
    await expect(store.put(Buffer.from('no zip'), () => {})).rejects.toThrow();
    await expect(store.check(Buffer.from('no zip'))).rejects.toThrow();
    expect((await store.check(zip)).codeBytes).toBe(zip.byteLength);
    for (const name of ['packages', 'unpacked', 'temporary']) expect(readdirSync(path.join(folder, name))).toEqual([]);
  });

  it('takes what it stored back from a commit that failed only by sweeping', async () => {
    const { folder, store } = await openStore();
    await expect(
      store.put(zip, () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await store.sweep(() => new Set());
    expect(readdirSync(path.join(folder, 'packages'))).toEqual([]);
    expect(readdirSync(path.join(folder, 'unpacked'))).toEqual([]);
  });

  it('never sweeps between storing and committing', async () => {
    const { store } = await openStore();
    const wanted = new Set<string>();
    const putting = store.put(zip, ({ packageId }) => wanted.add(packageId));
    const sweeping = store.sweep(() => wanted);
    await Promise.all([putting, sweeping]);
    expect(await store.readZip(sha256.toString('hex'))).toBeDefined();
  });

  it('removes what an earlier process left half done', async () => {
    const folder = folders.create();
    mkdirSync(path.join(folder, 'temporary', 'half'), { recursive: true });
    writeFileSync(path.join(folder, 'temporary', 'half', 'x'), 'x');
    await openStore(folder);
    expect(readdirSync(path.join(folder, 'temporary'))).toEqual([]);
  });

  it('does not take a folder for a package while it is not whole', async () => {
    const { folder, store } = await openStore();
    await store.put(zip, () => {});
    expect(readdirSync(path.join(folder, 'unpacked'))).toEqual([sha256.toString('hex')]);
    expect(readdirSync(path.join(folder, 'temporary'))).toEqual([]);
  });
});

describe('PackageSweeper', () => {
  const functionsOf = (wanted: ReadonlySet<string>): PackageOwner => ({ packageIds: () => wanted });

  it('waits until nothing can run from a package any more', async () => {
    const { folder, store } = await openStore();
    const { packageId } = await store.put(zip, (identity) => identity);
    await store.put(other, () => {});
    const clock = new FakeClock();
    const sweeper = new PackageSweeper(store, [functionsOf(new Set([packageId]))], clock, silentLog);
    sweeper.soon();
    await clock.advance(15 * 60_000);
    expect(readdirSync(path.join(folder, 'packages'))).toHaveLength(2);
    await clock.advance(60_000);
    await store.close();
    expect(readdirSync(path.join(folder, 'packages'))).toEqual([`${packageId}.zip`]);
    sweeper.dispose();
    expect(clock.pending).toBe(0);
  });

  it('sweeps no more once it is disposed', async () => {
    const { folder, store } = await openStore();
    await store.put(zip, () => {});
    const clock = new FakeClock();
    const sweeper = new PackageSweeper(store, [functionsOf(new Set())], clock, silentLog);
    sweeper.soon();
    sweeper.dispose();
    sweeper.now();
    await clock.advance(3_600_000);
    await store.close();
    expect(existsSync(path.join(folder, 'packages', `${sha256.toString('hex')}.zip`))).toBe(true);
  });

  it('logs a sweep that failed and goes on', async () => {
    const warnings: string[] = [];
    const failing = { sweep: () => Promise.reject(new Error('disk')) } as unknown as CodeStore;
    const log = { ...silentLog, warn: (message: string) => warnings.push(message) };
    const sweeper = new PackageSweeper(failing, [functionsOf(new Set())], new FakeClock(), log);
    sweeper.now();
    await new Promise(setImmediate);
    expect(warnings).toEqual(['Unused packages could not be removed']);
  });
});
