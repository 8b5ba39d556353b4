import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UnzipError, unzip } from '../../../../src/service/store/unzip.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';
import { executableFile, rawZip, symbolicLink, zipOf } from '../../../support/zip.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

const limits = { unzippedBytes: 100_000, entries: 100 };

/** Unpacks into a folder of its own, so that a test sees what was written beside it. */
async function unpack(zip: Buffer, changed: Partial<typeof limits> = {}) {
  const parent = folders.create({ 'target/.keep': '' });
  const folder = path.join(parent, 'target');
  await unzip(zip, folder, { ...limits, ...changed });
  return folder;
}

async function reasonFor(zip: Buffer, changed: Partial<typeof limits> = {}) {
  const error = await unpack(zip, changed).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof UnzipError ? error.reason : `not refused: ${String(error)}`;
}

describe('unzip', () => {
  it('writes files into folders, with their modes', async () => {
    const zip = rawZip([
      { name: 'lib/', mode: 0o040755 },
      { name: 'lib/a.js', content: 'a' },
      { name: 'bootstrap', content: '#!/bin/sh\n', mode: executableFile },
      { name: 'private', content: 'p', mode: 0o100600 },
      { name: 'fromWindows', content: 'w', mode: 0 },
    ]);
    const folder = await unpack(zip);
    expect(readFileSync(path.join(folder, 'lib/a.js'), 'utf8')).toBe('a');
    const mode = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
    expect([mode('bootstrap'), mode('private'), mode('fromWindows')]).toEqual([0o755, 0o644, 0o644]);
  });

  it('takes set-user-id bits away', async () => {
    const folder = await unpack(rawZip([{ name: 'x', content: '', mode: 0o104755 }]));
    expect(statSync(path.join(folder, 'x')).mode & 0o7777).toBe(0o755);
  });

  it('lets the last of two entries of one name win', async () => {
    const zip = rawZip([
      { name: 'a', content: 'first, and longer' },
      { name: 'a', content: 'second' },
    ]);
    expect(readFileSync(path.join(await unpack(zip), 'a'), 'utf8')).toBe('second');
  });

  it.each(['../evil', 'a/../../evil', '/evil', '..\\evil', 'C:\\evil'])('refuses the entry %s', async (name) => {
    const parent = folders.create({ 'target/.keep': '' });
    const folder = path.join(parent, 'target');
    await expect(unzip(rawZip([{ name, content: 'x' }]), folder, limits)).rejects.toBeInstanceOf(UnzipError);
    expect(readdirSync(parent)).toEqual(['target']);
    expect(existsSync('/evil')).toBe(false);
  });

  it('keeps links that stay inside, also to nothing', async () => {
    const zip = rawZip([
      { name: 'lib/real.js', content: 'x' },
      { name: 'bin/link', content: '../lib/real.js', mode: symbolicLink },
      { name: 'dangling', content: 'lib/absent.js', mode: symbolicLink },
    ]);
    const folder = await unpack(zip);
    expect(readFileSync(path.join(folder, 'bin/link'), 'utf8')).toBe('x');
    expect(readlinkSync(path.join(folder, 'dangling'))).toBe('lib/absent.js');
    expect(lstatSync(path.join(folder, 'dangling')).isSymbolicLink()).toBe(true);
  });

  it.each([
    ['up', '../outside'],
    ['absolute', '/etc/passwd'],
    ['empty', ''],
    ['with a zero byte', 'a\0b'],
    ['endless', 'x'.repeat(5000)],
  ])('refuses a link that is %s', async (_, target) => {
    expect(await reasonFor(rawZip([{ name: 'link', content: target, mode: symbolicLink }]))).toBe('broken');
  });

  it('refuses links that leave only together', async () => {
    const zip = rawZip([
      { name: 'p/q/back', content: '../..', mode: symbolicLink },
      { name: 'p/q/out', content: 'back/../evil', mode: symbolicLink },
    ]);
    expect(await reasonFor(zip)).toBe('broken');
  });

  it('refuses links in a circle', async () => {
    const zip = rawZip([
      { name: 'a', content: 'b', mode: symbolicLink },
      { name: 'b', content: 'a', mode: symbolicLink },
    ]);
    expect(await reasonFor(zip)).toBe('broken');
  });

  it('never writes through a link', async () => {
    const parent = folders.create({ 'target/.keep': '', 'beside/.keep': '' });
    const zip = rawZip([
      { name: 'link', content: '../beside', mode: symbolicLink },
      { name: 'link/evil', content: 'x' },
    ]);
    await expect(unzip(zip, path.join(parent, 'target'), limits)).rejects.toBeInstanceOf(UnzipError);
    expect(readdirSync(path.join(parent, 'beside'))).toEqual(['.keep']);
  });

  it('counts what is unpacked, not what the headers say', async () => {
    const zip = rawZip([{ name: 'bomb', content: Buffer.alloc(300_000), claimedBytes: 10 }]);
    expect(['too-large', 'broken']).toContain(await reasonFor(zip));
    expect(await reasonFor(rawZip([{ name: 'bomb', content: Buffer.alloc(100_001) }]))).toBe('too-large');
    const many = [1, 2, 3].map((index) => ({ name: `f${index}`, content: Buffer.alloc(40_000) }));
    expect(await reasonFor(rawZip(many))).toBe('too-large');
  });

  it('takes exactly as much as is allowed', async () => {
    const folder = await unpack(rawZip([{ name: 'f', content: Buffer.alloc(100_000) }]));
    expect(statSync(path.join(folder, 'f')).size).toBe(100_000);
  });

  it('refuses more entries than are allowed', async () => {
    const entries = Array.from({ length: 5 }, (_, index) => ({ name: `f${index}`, content: '' }));
    expect(await reasonFor(rawZip(entries), { entries: 4 })).toBe('too-large');
    expect(await reasonFor(rawZip(entries), { entries: 5 })).toBe('not refused: undefined');
  });

  it('counts the folders that names make', async () => {
    const deep = (name: string) => ({ name: `${name}/`.repeat(200) + name, content: '' });
    expect(await reasonFor(rawZip([deep('a')]))).toBe('too-large');
    expect(await reasonFor(rawZip([deep('a')]), { entries: 200 })).toBe('not refused: undefined');
    expect(await reasonFor(rawZip([deep('a'), deep('b')]), { entries: 399 })).toBe('too-large');
  });

  it('refuses a name that no disk can hold', async () => {
    expect(await reasonFor(rawZip([{ name: 'x'.repeat(60_000), content: '' }]))).toBe('broken');
  });

  it('makes devices and pipes plain files', async () => {
    const zip = rawZip([
      { name: 'device', content: 'd', mode: 0o020666 },
      { name: 'pipe', content: 'p', mode: 0o010666 },
      { name: 'socket', content: 's', mode: 0o140666 },
    ]);
    const folder = await unpack(zip);
    for (const name of ['device', 'pipe', 'socket']) expect(lstatSync(path.join(folder, name)).isFile()).toBe(true);
  });

  it.each([
    ['a link and a file', { content: 'b', mode: symbolicLink }, { content: 'x' }],
    ['two links', { content: 'b', mode: symbolicLink }, { content: 'c', mode: symbolicLink }],
    ['a file and a link', { content: 'x' }, { content: '../outside', mode: symbolicLink }],
  ])('refuses one name for %s', async (_, first, second) => {
    expect(
      await reasonFor(
        rawZip([
          { name: 'a', ...first },
          { name: 'a', ...second },
        ]),
      ),
    ).toBe('broken');
  });

  it('ends a bomb when it has grown too large, whatever its ratio', async () => {
    // 64 MB of zeros in 64 KB: a thousandfold.
    const bomb = rawZip([{ name: 'bomb', content: Buffer.alloc(64 * 1024 * 1024) }]);
    expect(bomb.byteLength).toBeLessThan(100_000);
    const parent = folders.create({ 'target/.keep': '' });
    const folder = path.join(parent, 'target');
    await expect(unzip(bomb, folder, limits)).rejects.toMatchObject({ reason: 'too-large' });
    expect(statSync(path.join(folder, 'bomb')).size).toBeLessThanOrEqual(limits.unzippedBytes);
  });

  it.each([
    ['text', Buffer.from('not a zip')],
    ['nothing', Buffer.alloc(0)],
    ['a cut archive', zipOf({ a: 'x'.repeat(1000) }).subarray(0, -10)],
    ['a wrong checksum', rawZip([{ name: 'a', content: 'x', claimedCrc32: 1 }])],
    [
      'a file that is a folder too',
      rawZip([
        { name: 'a', content: 'x' },
        { name: 'a/b', content: 'y' },
      ]),
    ],
  ])('refuses %s', async (_, zip) => {
    expect(await reasonFor(zip)).toBe('broken');
  });

  it('refuses an archive without entries as empty', async () => {
    expect(await reasonFor(rawZip([]))).toBe('empty');
  });
});
