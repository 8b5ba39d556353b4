import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { BuildCache } from '../../../../src/app/build/buildCache.ts';
import { deploymentPackage } from '../../../../src/app/build/deploymentPackage.ts';
import { functionFiles } from '../../../../src/app/build/functionFiles.ts';
import { systemClock } from '../../../../src/base/clock.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';
import { zipEntries } from '../../../support/zipEntries.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const never = new AbortController().signal;

async function packageOf(folder: string) {
  return deploymentPackage(await functionFiles(folder, never), never);
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  return (await functionFiles(folder, never)).map((file) => file.path);
}

describe('files of a package', () => {
  test('are all but what is never wanted, in order', async () => {
    const folder = folders.create({
      'b.js': '',
      'a/z.js': '',
      'a.js': '',
      '.env': 'SECRET=1',
      '.env.local': '',
      '.git/HEAD': '',
      '.gitignore': '',
      '__pycache__/a.pyc': '',
      'node_modules/dep/index.js': '',
      'node_modules/.bin/tool': '',
      'Zebra.js': '',
    });
    expect(await pathsIn(folder)).toEqual(['Zebra.js', 'a.js', 'a/z.js', 'b.js', 'node_modules/dep/index.js']);
  });

  test('follow .gitignore, but keep the dependencies that Git does not', async () => {
    const folder = folders.create({
      '.gitignore': 'node_modules\n*.log\n/build/\n',
      'index.js': '',
      'debug.log': '',
      'build/out.js': '',
      'lib/build/kept.js': '',
      'node_modules/dep/index.js': '',
      'node_modules/.cache/x': '',
    });
    expect(await pathsIn(folder)).toEqual(['index.js', 'lib/build/kept.js', 'node_modules/dep/index.js']);
  });

  test('follow .lambdaignore instead where there is one; it may take a built-in rule back', async () => {
    const folder = folders.create({
      '.lambdaignore': 'test/\n!.env\n',
      '.gitignore': 'index.js\n',
      '.env': 'A=1',
      'index.js': '',
      'test/a.js': '',
    });
    expect(await pathsIn(folder)).toEqual(['.env', 'index.js']);
  });

  test('are found through links, without going round in circles', async () => {
    const shared = folders.create({ 'shared.js': '' });
    const folder = folders.create({ 'index.js': '', 'lib/a.js': '' });
    symlinkSync(shared, join(folder, 'node_modules'));
    symlinkSync('..', join(folder, 'lib', 'up'));
    symlinkSync('nowhere', join(folder, 'dangling.js'));
    expect(await pathsIn(folder)).toEqual(['index.js', 'lib/a.js', 'node_modules/shared.js']);
  });

  test('an aborted walk ends', async () => {
    const folder = folders.create({ 'index.js': '' });
    await expect(functionFiles(folder, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

describe('the zip', () => {
  const files = {
    'index.js': 'exports.handler = async () => 1;',
    'bin/run.sh': '#!/bin/sh\n',
    bootstrap: 'x',
    'data.bin': 'é',
  };

  test('holds the files with fixed modes: scripts and binaries executable, whatever the disk says', async () => {
    const folder = folders.create({ ...files, native: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2]) });
    chmodSync(join(folder, 'index.js'), 0o777);
    const { zip } = await packageOf(folder);
    const modes = (await zipEntries(zip)).map((entry) => [entry.path, entry.mode.toString(8)]);
    expect(modes).toEqual([
      ['bin/run.sh', '755'],
      ['bootstrap', '755'],
      ['data.bin', '644'],
      ['index.js', '644'],
      ['native', '755'],
    ]);
    expect((await zipEntries(zip))[2]?.text).toBe('é');
  });

  test('is the same for the same files, whatever their times, permissions and order of creation', async () => {
    const first = folders.create(files);
    const second = folders.create(Object.fromEntries(Object.entries(files).reverse()));
    utimesSync(join(second, 'index.js'), new Date(2001, 1, 1), new Date(2001, 1, 1));
    chmodSync(join(second, 'data.bin'), 0o700);
    const [one, two] = [await packageOf(first), await packageOf(second)];
    expect(two.codeSha256).toBe(one.codeSha256);
    expect(Buffer.compare(one.zip, two.zip)).toBe(0);
  });

  test('is the same in every time zone', async () => {
    const folder = folders.create({ 'index.js': 'same' });
    const script = `
      import { deploymentPackage } from ${JSON.stringify(join(import.meta.dirname, '../../../../src/app/build/deploymentPackage.ts'))};
      const files = [{ path: 'index.js', source: ${JSON.stringify(join(folder, 'index.js'))}, bytes: 4 }];
      console.log((await deploymentPackage(files, new AbortController().signal)).codeSha256);`;
    const shaIn = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TZ } }).toString();
    expect(shaIn('Pacific/Auckland')).toBe(shaIn('America/Los_Angeles'));
  });

  test('is pinned: these bytes have had this hash since the format was chosen', async () => {
    const folder = folders.create({ 'index.js': 'exports.handler = async () => 1;\n', 'lib/a.txt': 'a' });
    expect((await packageOf(folder)).codeSha256).toMatchInlineSnapshot(
      `"Rif8NgT87RyxZBkiiL14yJa9nPOxYZlukfpw1A/ytyE="`,
    );
  });

  test('keeps names of any script as they are, whichever way their accents are spelled on disk', async () => {
    const folder = folders.create({ ['größe.txt'.normalize('NFD')]: '', '日本/語.txt': '', 'emoji 🎉.txt': '' });
    const names = (await zipEntries((await packageOf(folder)).zip)).map((entry) => entry.path);
    expect(names).toEqual(['emoji 🎉.txt', 'größe.txt'.normalize('NFC'), '日本/語.txt']);
  });

  test('has no entries for folders: an empty one is in no package, as it is in no repository', async () => {
    const folder = folders.create({ 'index.js': '' });
    mkdirSync(join(folder, 'empty/inside'), { recursive: true });
    const [one, two] = [await packageOf(folder), await packageOf(folders.create({ 'index.js': '' }))];
    expect(one.codeSha256).toBe(two.codeSha256);
  });

  test('that took long to compress is not compressed again while its files stay the same', async () => {
    const folder = folders.create({ 'a.txt': 'a'.repeat(6 * 1024 * 1024), 'b.txt': 'b' });
    const cache = new BuildCache({ folder: folders.create(), clock: systemClock, log: silentLog });
    const files = await functionFiles(folder, never);
    const plain = await deploymentPackage(files, never);
    const made = await deploymentPackage(files, never, cache);
    expect(made.codeSha256).toBe(plain.codeSha256);
    const making = vi.spyOn(cache, 'make');
    expect((await deploymentPackage(files, never, cache)).codeSha256).toBe(plain.codeSha256);
    expect(making).not.toHaveBeenCalled();
    writeFileSync(join(folder, 'b.txt'), 'c');
    const changed = await deploymentPackage(files, never, cache);
    expect(changed.codeSha256).not.toBe(plain.codeSha256);
    expect(changed.codeSha256).toBe((await deploymentPackage(files, never)).codeSha256);
  });

  test('is compressed only where its size is worth an unstable hash', async () => {
    const small = await packageOf(folders.create({ 'a.txt': 'a'.repeat(1000) }));
    expect(small.zip.byteLength).toBeGreaterThan(1000);
    const large = await packageOf(folders.create({ 'a.txt': 'a'.repeat(6 * 1024 * 1024) }));
    expect(large.zip.byteLength).toBeLessThan(100_000);
    expect((await zipEntries(large.zip))[0]?.text.length).toBe(6 * 1024 * 1024);
  });

  test('above Lambda’s limits is refused with the way out', async () => {
    const folder = folders.create();
    const source = join(folder, 'a');
    writeFileSync(source, '');
    await expect(deploymentPackage([{ path: 'a', source, bytes: 300_000_000 }], never)).rejects.toThrow(
      'The package is too large: 286.1 MB unzipped, and the limit is 250 MB. Lambda takes no larger package. Leave files out with a .lambdaignore file.',
    );
  });
});
