import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { codeDifferences } from '../../../src/app/deployedCode.ts';
import { unpackCode } from '../../../src/app/unpackCode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { rawZip, symbolicLink, zipOf } from '../../support/zip.ts';

const folders = new TemporaryFolders();
const { signal } = new AbortController();
const roomy = { unzippedBytes: 10_000, entries: 10 };

afterAll(() => folders.remove());

describe('unpacking downloaded code', () => {
  test('writes the files and names them in order', async () => {
    const folder = folders.create();
    const zip = zipOf({ 'src/b.mjs': 'b', 'a.mjs': 'a' });
    expect(await unpackCode(zip, folder, roomy, signal)).toEqual(['a.mjs', 'src/b.mjs']);
    expect(readFileSync(join(folder, 'src', 'b.mjs'), 'utf8')).toBe('b');
  });

  test.each(['../outside.txt', '/outside.txt', 'a/../../outside.txt'])('refuses the name %s', async (name) => {
    const outer = folders.create({ 'inner/.keep': '' });
    const unpacked = unpackCode(rawZip([{ name, content: 'x' }]), join(outer, 'inner'), roomy, signal);
    await expect(unpacked).rejects.toThrow('The deployed package cannot be unpacked');
    expect(readdirSync(outer)).toEqual(['inner']);
    expect(existsSync('/outside.txt')).toBe(false);
  });

  test('passes links over: nothing is written through one', async () => {
    const folder = folders.create();
    const zip = rawZip([
      { name: 'link', content: '/', mode: symbolicLink },
      { name: 'kept', content: 'k' },
    ]);
    expect(await unpackCode(zip, folder, roomy, signal)).toEqual(['kept']);
    expect(readdirSync(folder)).toEqual(['kept']);
  });

  test('stops at the bounds, counting what is really written', async () => {
    const large = zipOf({ zeros: Buffer.alloc(20_000) });
    await expect(unpackCode(large, folders.create(), roomy, signal)).rejects.toThrow('too large to unpack: more than');
    const many = zipOf(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`f${index}`, ''])));
    await expect(unpackCode(many, folders.create(), roomy, signal)).rejects.toThrow('more than 10 files');
  });

  test('says that an archive is none', async () => {
    const broken = unpackCode(Buffer.from('<html>'), folders.create(), roomy, signal);
    await expect(broken).rejects.toThrow('The deployed package cannot be unpacked');
  });
});

test('differences are files that only one side has, and files whose bytes differ', async () => {
  const deployed = folders.create({ same: '1', changed: 'old', gone: 'x' });
  const here = folders.create({ same: '1', changed: 'new', added: 'y' });
  const file = (path: string) => ({ path, source: join(here, path), bytes: 0 });
  const code = { folder: deployed, paths: ['changed', 'gone', 'same'] };
  expect(await codeDifferences(code, ['added', 'changed', 'same'].map(file), signal)).toEqual([
    { path: 'added', deployed: undefined, here: join(here, 'added') },
    { path: 'changed', deployed: join(deployed, 'changed'), here: join(here, 'changed') },
    { path: 'gone', deployed: join(deployed, 'gone'), here: undefined },
  ]);
});
