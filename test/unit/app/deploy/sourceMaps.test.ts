import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { originalPlace } from '../../../../src/app/deploy/sourceMaps.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lambda-maps-'));
  await mkdir(path.join(folder, 'src'));
  const source =
    'interface Unused { a: string }\n\nexport function handler(): never {\n  throw new Error("here");\n}\n';
  await writeFile(path.join(folder, 'src', 'app.ts'), source);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function bundle(): Promise<{ readonly line: number; readonly column: number }> {
  const outfile = path.join(folder, 'dist', 'index.mjs');
  const entryPoints = [path.join(folder, 'src', 'app.ts')];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', sourcemap: true, logLevel: 'silent' });
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(outfile, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes('throw new Error'));
  return { line: line + 1, column: (lines[line]?.indexOf('new Error') ?? 0) + 1 };
}

test('a frame of a bundle leads to the line of the source, wherever the bundle ran', async () => {
  const place = await bundle();
  const expected = { file: path.join(folder, 'src', 'app.ts'), line: 4, column: 9 };
  expect(await originalPlace(folder, { file: '/var/task/index.mjs', ...place })).toEqual(expected);
  expect(await originalPlace(folder, { file: path.join(folder, 'dist', 'index.mjs'), ...place })).toEqual(expected);
});

test('a map that leads out of the project, a broken one and none give nothing', async () => {
  const frame = { file: '/var/task/index.mjs', line: 1, column: 1 };
  expect(await originalPlace(folder, frame)).toBeUndefined();
  await writeFile(path.join(folder, 'index.mjs.map'), '{ not json');
  expect(await originalPlace(folder, frame)).toBeUndefined();
  const outside = { version: 3, sources: ['../../../etc/passwd'], names: [], mappings: 'AAAA' };
  await writeFile(path.join(folder, 'index.mjs.map'), JSON.stringify(outside));
  expect(await originalPlace(folder, frame)).toBeUndefined();
  expect(await originalPlace(folder, { ...frame, file: '../../index.mjs' })).toBeUndefined();
});
