/** Functions that fill, lock and twist their temporary folder, and that reach for the package they share. */

import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HostileService } from '../support/hostileService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';

let hostile: HostileService;
const folders = new TemporaryFolders();
beforeAll(async () => {
  hostile = await HostileService.start();
});
afterAll(async () => {
  await hostile.dispose();
  folders.remove();
});

const noSpace = 'No space left in /tmp: it held more than the 512 MB of EphemeralStorage.Size.';
const isThere = (file: string) => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

describe('a temporary folder of 512 MB', () => {
  test('ends whoever puts more into it, and is empty afterwards', async () => {
    const { value, log } = await hostile.attack('storage.fills', { mb: 600, waits: true }, { Timeout: 60 });
    expect(value).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(noSpace) });
    expect(log).toContain(noSpace);
    expect((await hostile.invoke('storage.fills', { mb: 8 })).value).toBe(1);
    await hostile.neighbourAnswers();
  });

  test('takes what fits', async () => {
    expect((await hostile.invoke('storage.fills', { mb: 256 })).value).toBeGreaterThan(1);
    await hostile.retire('storage.fills');
  });

  test.runIf(process.platform === 'linux')('counts files that have lost their name', async () => {
    const { value } = await hostile.attack('storage.fillsWithoutName', { mb: 600 }, { Timeout: 60 });
    expect(value).toMatchObject({ errorMessage: expect.stringContaining(noSpace) });
  });

  test('is watched between invocations as well', async () => {
    await hostile.attack('storage.fillsLater', { mb: 600 }, { Timeout: 60 });
    const folder = environmentsOf();
    await expect
      .poll(() => existsSync(folder) && sizeOf(folder) < 64 * 1024 * 1024, { timeout: 20_000, interval: 100 })
      .toBe(true);
    await hostile.neighbourAnswers();
  });

  test.runIf(process.platform !== 'win32')(
    'a single file that is too large is refused, and the function goes on',
    async () => {
      const { value } = await hostile.attack('storage.writesOneFile', { mb: 520 }, { Timeout: 60 });
      expect(value).toBe('EFBIG');
      const again = await hostile.invoke('storage.writesOneFile', { mb: 8 });
      expect(again).toMatchObject({ value: 'written', functionError: undefined });
      expect(again.log).not.toContain('Init Duration');
    },
  );

  test('may be larger, as configured', async () => {
    const settings = { Timeout: 60, EphemeralStorage: { Size: 1024 } };
    const { value } = await hostile.attack('storage.countsFiles', {}, settings);
    expect(value).toBe(0);
  });
});

describe('when an environment ends, its temporary folder goes', () => {
  const removed = (folder: unknown) => expect.poll(() => isThere(String(folder)), { timeout: 20_000 }).toBe(false);

  test.runIf(process.platform !== 'win32').each(['storage.linksOut', 'storage.becomesLink'])(
    'and not what its links point at: %s',
    async (handler) => {
      const target = folders.create({ file: 'precious' });
      const { value } = await hostile.attack(handler, { target });
      await hostile.retire(handler);
      await removed(value);
      expect(readFileSync(path.join(target, 'file'), 'utf8')).toBe('precious');
    },
  );

  test('although it was locked', async () => {
    const { value } = await hostile.attack('storage.locks');
    expect(isThere(String(value))).toBe(true);
    await hostile.retire('storage.locks');
    await removed(value);
  });

  test('with however many files', async () => {
    const { value } = await hostile.attack('storage.makesFiles', { files: 20_000 }, { Timeout: 60 });
    await hostile.retire('storage.makesFiles');
    await removed(value);
    await hostile.neighbourAnswers();
  });
});

describe.runIf(process.platform !== 'win32')('the package that environments share', () => {
  test.runIf(process.getuid?.() !== 0)('cannot be written to', async () => {
    const { value } = await hostile.attack('storage.changesPackage');
    expect(value).toMatchObject({ write: 'EACCES' });
  });

  test('is replaced when somebody writes to it all the same', async () => {
    const changed = await hostile.attack('storage.forcesPackage');
    expect(changed.value).toBe('changed');
    await hostile.create('storage.readsVictim');
    await expect
      .poll(
        async () => {
          await hostile.retire('storage.readsVictim');
          return (await hostile.invoke('storage.readsVictim')).value;
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe('as it was deployed\n');
    await hostile.neighbourAnswers();
  });

  test('is replaced when somebody adds a file', async () => {
    await hostile.create('storage.listsPackage');
    expect((await hostile.attack('storage.addsToPackage')).value).toContain('added.txt');
    await expect
      .poll(async () => (await hostile.invoke('storage.listsPackage')).value, { timeout: 20_000, interval: 500 })
      .not.toContain('added.txt');
  });
});

function environmentsOf(): string {
  return path.join(hostile.test.dataFolder, 'work', 'environments');
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    bytes += lstatSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
