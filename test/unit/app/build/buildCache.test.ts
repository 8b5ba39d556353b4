import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { BuildCache } from '../../../../src/app/build/buildCache.ts';
import type { BuildContext } from '../../../../src/app/build/buildContext.ts';
import type { BuildOutput } from '../../../../src/app/build/buildOutput.ts';
import { FileHashes } from '../../../../src/app/build/fileHashes.ts';
import { cachedByFiles, cachedByInputs, surroundingsOf } from '../../../../src/app/build/inputCache.ts';
import { systemClock } from '../../../../src/base/clock.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const never = new AbortController().signal;
const longAgo = new Date(2001, 1, 1);
let storage: string;
let cache: BuildCache;
beforeEach(() => {
  storage = folders.create();
  cache = newCache();
});

function newCache(largestBytes?: number): BuildCache {
  const limit = largestBytes === undefined ? {} : { largestBytes };
  return new BuildCache({ folder: storage, clock: systemClock, log: silentLog, ...limit });
}

/** Writes one file into the folder that it is given. */
function built(folder: string, text: string): BuildOutput {
  const source = path.join(folder, 'out.txt');
  writeFileSync(source, text);
  return { files: [{ path: 'out.txt', source, bytes: Buffer.byteLength(text) }], problems: [] };
}

function textOf(output: BuildOutput | undefined): string | undefined {
  return output?.files.map(({ source }) => readFileSync(source, 'utf8')).join();
}

const put = (key: string, text: string, into = cache) =>
  into.make(async (folder) => ({ output: built(folder, text), key }));

describe('the cache', () => {
  test('answers with what was kept for a key, in every window and after a restart', async () => {
    const made = await put('a', 'one');
    expect(textOf(made)).toBe('one');
    expect(await newCache().find('a')).toEqual(made);
    expect(await cache.find('b')).toBeUndefined();
  });

  test('gives way to a window that was quicker, and leaves no draft behind', async () => {
    const [one, two] = await Promise.all([put('a', 'same'), put('a', 'same', newCache())]);
    expect([textOf(one), textOf(two)]).toEqual(['same', 'same']);
    expect(readdirSync(storage)).toHaveLength(1);
  });

  test('keeps nothing of a build that fails', async () => {
    const failing = cache.make(async (folder) => {
      built(folder, 'half');
      throw new Error('enough');
    });
    await expect(failing).rejects.toThrow('enough');
    expect(readdirSync(storage)).toEqual([]);
  });

  test('forgets an entry from which a file was taken', async () => {
    const made = await put('a', 'one');
    rmSync(made.files[0]?.source ?? '');
    expect(await cache.find('a')).toBeUndefined();
    expect(textOf(await put('a', 'again'))).toBe('again');
  });

  test('takes a half-written entry of a crash for none', async () => {
    const made = await put('a', 'one');
    const entry = path.dirname(path.dirname(made.files[0]?.source ?? ''));
    writeFileSync(path.join(entry, 'entry.json'), '{"files": [');
    expect(await cache.find('a')).toBeUndefined();
  });

  test('removes what was not used for longest when it grows too large, and abandoned drafts', async () => {
    const small = newCache(25);
    const [first, second] = [await put('first', '0123456789', small), await put('second', '0123456789', small)];
    mkdirSync(path.join(storage, 'draft-abandoned'));
    for (const name of readdirSync(storage)) utimesSync(path.join(storage, name), longAgo, longAgo);
    await small.find('second');
    const third = await put('third', '0123456789', small);
    expect([first, second, third].map((output) => textOf(outputIfThere(output)))).toEqual([
      '',
      '0123456789',
      '0123456789',
    ]);
    expect(readdirSync(storage).filter((name) => name.startsWith('draft-'))).toEqual([]);
  });

  test('refuses files that were built elsewhere', async () => {
    const elsewhere = folders.create();
    const making = cache.make(async () => ({ output: built(elsewhere, 'x'), key: 'a' }));
    await expect(making).rejects.toThrow('Built outside of its folder');
  });
});

describe('content hashes', () => {
  test('follow the content, not the times; and see a change that keeps size and time', async () => {
    const folder = folders.create({ 'a.txt': 'one' });
    const file = path.join(folder, 'a.txt');
    const hashes = new FileHashes({ ...systemClock, now: () => Date.now() + 60_000 });
    const first = await hashes.of([file], never);
    utimesSync(file, longAgo, longAgo);
    expect(await hashes.of([file], never)).toBe(first);
    writeFileSync(file, 'two');
    utimesSync(file, longAgo, longAgo);
    expect(await hashes.of([file], never)).not.toBe(first);
    writeFileSync(file, 'one');
    expect(await hashes.of([file], never)).toBe(first);
  });

  test('a file that is not there is a state as well, and order says nothing', async () => {
    const folder = folders.create({ 'a.txt': '', 'b.txt': '' });
    const [a, b, none] = ['a.txt', 'b.txt', 'c.txt'].map((name) => path.join(folder, name)) as [string, string, string];
    const hashes = new FileHashes(systemClock);
    expect(await hashes.of([a, b, a], never)).toBe(await hashes.of([b, a], never));
    const before = await hashes.of([a, none], never);
    writeFileSync(none, '');
    expect(await hashes.of([a, none], never)).not.toBe(before);
  });
});

describe('builds that are skipped', () => {
  let project: string;
  let runs: number;
  beforeEach(() => {
    project = folders.create({ 'src/index.ts': 'one', 'src/util.ts': '', 'package.json': '{}' });
    for (const name of ['src/index.ts', 'src/util.ts', 'package.json'])
      utimesSync(path.join(project, name), longAgo, longAgo);
    runs = 0;
  });
  const entry = () => path.join(project, 'src/index.ts');
  const context = () => ({ cache, outputFolder: folders.create(), signal: never }) as unknown as BuildContext;
  const bundle = () =>
    cachedByInputs(context(), 'bundle', async (folder) => {
      runs += 1;
      const output = built(folder, readFileSync(entry(), 'utf8').toUpperCase());
      return { output, inputs: await surroundingsOf(project, [entry()]) };
    });
  /** Changes a file and lets its time be long past, as if the developer had paused. */
  const edit = (text: string) => writeFileSync(entry(), text);

  test('run again when what they read has changed, and not for the way back', async () => {
    expect(textOf(await bundle())).toBe('ONE');
    // The times of files just made tell nothing; from the second build on their content does.
    await bundle();
    const before = runs;
    await bundle();
    expect(runs).toBe(before);
    edit('two');
    expect(textOf(await bundle())).toBe('TWO');
    edit('one');
    expect(textOf(await bundle())).toBe('ONE');
  });

  test.each([
    ['a file beside an input, which may now be found instead of it', 'src/index.js'],
    ['a manifest on the way', 'src/package.json'],
    ['installed packages', 'node_modules/dep/index.js'],
  ])('run again for %s', async (_, name) => {
    await bundle();
    await bundle();
    const before = runs;
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), '{}');
    await bundle();
    expect(runs).toBe(before + 1);
  });

  test('that read files which change meanwhile are not taken for a build of either', async () => {
    const compile = () =>
      cachedByFiles(context(), 'compile', [entry()], async (folder) => {
        runs += 1;
        const output = built(folder, readFileSync(entry(), 'utf8'));
        if (runs === 1) writeFileSync(entry(), 'saved while it was built');
        return output;
      });
    expect(textOf(await compile())).toBe('one');
    expect(textOf(await compile())).toBe('saved while it was built');
    writeFileSync(entry(), 'one');
    expect(textOf(await compile())).toBe('one');
    expect(runs).toBe(3);
    await compile();
    expect(runs).toBe(3);
  });

  test('without a cache they always run', async () => {
    const none = { cache: undefined, outputFolder: folders.create() } as unknown as BuildContext;
    for (let count = 0; count < 2; count += 1) {
      await cachedByFiles(none, 'key', [], async (folder) => {
        runs += 1;
        return built(folder, '');
      });
    }
    expect(runs).toBe(2);
  });
});

function outputIfThere(output: BuildOutput): BuildOutput {
  return { ...output, files: output.files.filter(({ source }) => statSync(source, { throwIfNoEntry: false })) };
}
