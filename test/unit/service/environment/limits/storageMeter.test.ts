/** What counts as held in a temporary folder. */

import { closeSync, linkSync, mkdirSync, openSync, symlinkSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { StorageMeter } from '../../../../../src/service/environment/limits/storageMeter.ts';
import { TemporaryFolders } from '../../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const KB = 1024;
const meterOf = (folder: string, limitBytes: number) => new StorageMeter(folder, limitBytes, 0);

describe('a folder is over its limit', () => {
  test('by its files at any depth', async () => {
    const folder = folders.create({ 'a/b/c': Buffer.alloc(64 * KB, 1) });
    expect(await meterOf(folder, 60 * KB).isOver(0, [])).toBe(true);
    expect(await meterOf(folder, 128 * KB).isOver(0, [])).toBe(false);
  });

  test('by the number of its entries, empty as they are', async () => {
    const folder = folders.create();
    for (let file = 0; file < 100; file += 1) writeFileSync(path.join(folder, String(file)), '');
    expect(await meterOf(folder, 99 * 4096).isOver(0, [])).toBe(true);
    expect(await meterOf(folder, 101 * 4096).isOver(0, [])).toBe(false);
  });

  test('but not by what links point at, nor twice by a file of two names', async () => {
    const other = folders.create({ large: Buffer.alloc(256 * KB, 1) });
    const folder = folders.create({ one: Buffer.alloc(64 * KB, 1) });
    linkSync(path.join(folder, 'one'), path.join(folder, 'two'));
    symlinkSync(path.join(other, 'large'), path.join(folder, 'link'));
    symlinkSync(other, path.join(folder, 'folder'));
    expect(await meterOf(folder, 100 * KB).isOver(0, [])).toBe(false);
  });

  test.runIf(process.platform === 'linux')('by files without a name that a process has open', async () => {
    const folder = folders.create();
    const file = openSync(path.join(folder, 'gone'), 'w');
    writeSync(file, Buffer.alloc(64 * KB, 1));
    unlinkSync(path.join(folder, 'gone'));
    expect(await meterOf(folder, 60 * KB).isOver(0, [])).toBe(false);
    expect(await meterOf(folder, 60 * KB).isOver(0, [process.pid])).toBe(true);
    closeSync(file);
  });
});

test('a folder is measured only when the disk has lost enough, or some of it long ago', async () => {
  const folder = folders.create();
  mkdirSync(path.join(folder, 'x'));
  const meter = meterOf(folder, 1000 * KB);
  expect(meter.isDoubtful(60_000)).toBe(false);
  meter.suspect(900 * KB);
  expect(meter.isDoubtful(1000)).toBe(false);
  expect(meter.isDoubtful(11_000)).toBe(true);
  meter.suspect(200 * KB);
  expect(meter.isDoubtful(1000)).toBe(true);
  expect(await meter.isOver(2000, [])).toBe(false);
  expect(meter.isDoubtful(60_000)).toBe(false);
});
