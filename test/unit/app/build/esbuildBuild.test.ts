/** The real esbuild, and when it is not run. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { BuildCache } from '../../../../src/app/build/buildCache.ts';
import { buildFunction } from '../../../../src/app/build/functionBuild.ts';
import type { BuildProblem } from '../../../../src/app/build/problems/buildProblem.ts';
import { ProcessToolRunner, type ToolRequest } from '../../../../src/app/toolRunner.ts';
import { systemClock } from '../../../../src/base/clock.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { shippedEsbuild } from '../../../../src/vscode/shippedEsbuild.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const repository = path.resolve(import.meta.dirname, '../../../..');
let folder: string;
let cache: BuildCache;
let runs: number;
let problems: readonly BuildProblem[] | undefined;

class CountingRunner extends ProcessToolRunner {
  override run(request: ToolRequest, signal: AbortSignal) {
    runs += 1;
    return super.run(request, signal);
  }
}

beforeEach(() => {
  folder = folders.create({
    'src/index.ts': "import { words } from './words';\nexport const handler = async () => words;\n",
    'src/words.ts': "export const words: string = 'one';\n",
    'tsconfig.json': '{ "extends": "./config/base" }',
    'config/base.json': '{ "compilerOptions": { "useDefineForClassFields": false } }',
  });
  cache = new BuildCache({ folder: folders.create(), clock: systemClock, log: silentLog });
  runs = 0;
  problems = undefined;
});

async function build(): Promise<string> {
  const files = await buildFunction(
    {
      ...{ folder, outputFolder: folders.create(), build: { kind: 'esbuild', entry: 'src/index.ts' } },
      ...{ runtime: 'nodejs22.x', handler: 'index.handler', hasLayers: false, bundlesSdk: true, cache },
      shippedEsbuild: shippedEsbuild(repository),
      onOutput: () => {},
      onProblems: (found) => {
        problems = found;
      },
    },
    new CountingRunner(process.env, systemClock),
    new AbortController().signal,
  );
  expect(files.map((file) => file.path)).toEqual(['index.mjs', 'index.mjs.map']);
  return readFileSync(files[0]?.source ?? '', 'utf8');
}

/** Until the build is known by its content: the times of files that were just made tell nothing. */
async function settled(): Promise<void> {
  await build();
  await build();
  runs = 0;
  await build();
  expect(runs).toBe(0);
}

test('an unchanged bundle is not built again; one of which a file has changed is', async () => {
  await settled();
  writeFileSync(path.join(folder, 'src/words.ts'), "export const words: string = 'two';\n");
  expect(await build()).toContain('"two"');
  expect(runs).toBe(1);
});

test.each([
  ['src/words.js', "export const words = 'of another file';\n"],
  ['config/base.json', '{ "compilerOptions": { "useDefineForClassFields": true } }'],
  ['package.json', '{ "sideEffects": false }'],
])('it is built again for %s', async (name, text) => {
  await settled();
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
  await build();
  expect(runs).toBe(1);
});

test('a failed build tells its problems, is not kept, and the next good one clears them', async () => {
  await settled();
  const source = path.join(folder, 'src/words.ts');
  writeFileSync(source, "import './nowhere';\nexport const words = 1;\n");
  for (let count = 0; count < 2; count += 1) {
    await expect(build()).rejects.toThrow(
      'The build of src/index.ts failed: src/words.ts:1:8: Could not resolve "./nowhere"',
    );
    expect(problems).toMatchObject([{ file: source, line: 1, column: 8, endColumn: 19, source: 'esbuild' }]);
  }
  expect(runs).toBe(2);
  writeFileSync(source, "export const words: string = 'three';\n");
  expect(await build()).toContain('"three"');
  expect(problems).toEqual([]);
});
