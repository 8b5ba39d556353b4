import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SourceMapStore } from '../../../../src/app/deploy/sourceMapStore.ts';
import { FakeClock } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const clock = new FakeClock();
let folder: string;
let store: SourceMapStore;

beforeEach(() => {
  folder = path.join(folders.create(), 'source-maps');
  store = new SourceMapStore(folder, clock);
});

afterEach(() => folders.remove());

const hashOf = (number: number) => Buffer.from([number, 255, 254]).toString('base64');

function filesOf(content: string) {
  const source = folders.create({ 'index.mjs': 'code', 'index.mjs.map': content });
  return ['index.mjs', 'index.mjs.map'].map((name) => ({
    path: `dist/${name}`,
    source: path.join(source, name),
    bytes: statSync(path.join(source, name)).size,
  }));
}

test('keeps the maps of a package under its hash, and nothing else of it', async () => {
  await store.keep(hashOf(1), filesOf('one'));
  expect(readdirSync(folder)).toHaveLength(1);
  expect(readdirSync(path.join(store.folderOf(hashOf(1)), 'dist'))).toEqual(['index.mjs.map']);
  expect(readFileSync(path.join(store.folderOf(hashOf(1)), 'dist', 'index.mjs.map'), 'utf8')).toBe('one');
});

test('the same package twice, from two windows at once too, is kept once', async () => {
  const other = new SourceMapStore(folder, clock);
  await Promise.all([store.keep(hashOf(1), filesOf('one')), other.keep(hashOf(1), filesOf('one'))]);
  await store.keep(hashOf(1), filesOf('one'));
  expect(readdirSync(folder)).toEqual([path.basename(store.folderOf(hashOf(1)))]);
});

test('a package without a map makes no folder', async () => {
  await store.keep(hashOf(1), filesOf('one').slice(0, 1));
  expect(() => statSync(folder)).toThrow();
});

test('a hundred packages are kept, the ones deployed last', async () => {
  const files = filesOf('map');
  for (let number = 0; number < 100; number += 1) {
    clock.jump(1_000);
    await store.keep(hashOf(number), files);
  }
  clock.jump(1_000);
  await store.keep(hashOf(0), files);
  clock.jump(1_000);
  await store.keep(hashOf(200), files);
  const kept = readdirSync(folder);
  expect(kept).toHaveLength(100);
  expect(kept).toContain(path.basename(store.folderOf(hashOf(0))));
  expect(kept).not.toContain(path.basename(store.folderOf(hashOf(1))));
});
