/** What interpreters compile is kept beside the packages, goes with them, and cannot do any harm. */

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CodeStore } from '../../src/service/store/codeStore.ts';
import { DispatcherBench } from '../support/dispatcherBench.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { zipOf } from '../support/zip.ts';

const folders = new TemporaryFolders();
const compiled = folders.create();
let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create({ compiledFolder: compiled });
});
afterAll(async () => {
  await bench.close();
  folders.remove();
});

/** Long enough to be worth keeping. */
const body = Array.from({ length: 200 }, (_, index) => `one${index}`);
const javascript = {
  'package.json': '{}',
  'index.js':
    'exports.handler = async () => [require("./lib.js").sum(), process.env.LAMBDA_WORKBENCH_COMPILED ?? "unseen"];\n',
  'lib.js': `${body.map((name, index) => `const ${name} = () => ${index};`).join('\n')}\nexports.sum = () => ${body.map((name) => `${name}()`).join(' + ')};\n`,
};
const python = {
  'app.py': 'import lib\n\ndef handler(event, context):\n    return [lib.total(), "unseen"]\n',
  'lib.py': `${body.map((name, index) => `def ${name}():\n    return ${index}\n`).join('\n')}\n\ndef total():\n    return ${body.map((name) => `${name}()`).join(' + ')}\n`,
};
const languages = [
  ['nodejs24.x', 'index.handler', javascript, 'node'],
  [
    'nodejs24.x as a module',
    'own.handler',
    {
      ...javascript,
      'own.mjs': 'import { sum } from "./lib.js";\nexport const handler = async () => [sum(), "unseen"];\n',
    },
    'node',
  ],
  ['python3.12', 'app.handler', python, 'python'],
] as const;

const expected = [19_900, 'unseen'];
/** Of the forms of both languages, with room: what tells whether a file belongs to its module. */
const headBytes = 32;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe.each(languages)('%s', (runtime, handler, files, folder) => {
  test('keeps what was compiled for the next environment, and survives what is damaged', async () => {
    const configuration = { Runtime: (runtime.split(' ')[0] ?? '') as 'nodejs24.x', Handler: handler };
    const version = bench.version('compiled', configuration, files);
    const run = async () => JSON.parse((await bench.run(version, {}, { isFresh: true })).payload) as unknown;
    const mine = () => filesIn(path.join(compiled, folder)).filter((file) => file.includes(version.packageId));
    expect(await run()).toEqual(expected);
    // Node.js writes it when it has asked for the second invocation.
    await bench.run(version);
    expect(mine().length).toBeGreaterThan(0);
    const times = mine().map((file) => statSync(file).mtimeMs);
    expect(await run()).toEqual(expected);
    await bench.run(version);
    expect(mine().map((file) => statSync(file).mtimeMs)).toEqual(times);

    const good = mine().map((file) => [file, readFileSync(file)] as const);
    for (const damage of ['', 'not compiled at all']) {
      for (const file of mine()) writeFileSync(file, damage);
      expect(await run()).toEqual(expected);
    }
    // The head is whole, the rest is not.
    for (const [file, whole] of good) {
      for (const rest of [Buffer.alloc(0), Buffer.alloc(Math.max(0, whole.length - headBytes), 'x')]) {
        writeFileSync(file, Buffer.concat([whole.subarray(0, headBytes), rest]));
        expect(await run()).toEqual(expected);
      }
    }
  });

  test('is written by many environments at once', async () => {
    const configuration = { Runtime: (runtime.split(' ')[0] ?? '') as 'nodejs24.x', Handler: handler };
    const version = bench.version('many', configuration, files);
    const results = await Promise.all(Array.from({ length: 6 }, () => bench.run(version)));
    for (const { payload } of results) expect(JSON.parse(payload)).toEqual(expected);
    const again = await bench.run(version, {}, { isFresh: true });
    expect(JSON.parse(again.payload)).toEqual(expected);
  });
});

test('goes with its package, and stays with the others', async () => {
  const data = folders.create();
  const code = await CodeStore.open(data);
  const [one, other] = await Promise.all(
    ['one', 'other'].map((name) => code.put(zipOf({ 'index.js': name }), ({ packageId }) => packageId)),
  );
  const place = (id = '') => [
    path.join(code.compiledFolder, 'node', id),
    path.join(code.compiledFolder, 'python', path.join(data, 'unpacked', id).slice(path.parse(data).root.length)),
  ];
  const ofTemporaryFolder = path.join(code.compiledFolder, 'python', path.join(data, 'work').slice(1), 'environments');
  for (const folder of [...place(one), ...place(other), ofTemporaryFolder]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'compiled'), 'anything');
  }
  await code.sweep(() => new Set([other ?? '']));
  expect(place(one).map((folder) => existsSync(folder))).toEqual([false, false]);
  expect(place(other).map((folder) => existsSync(folder))).toEqual([true, true]);
  expect(existsSync(ofTemporaryFolder)).toBe(false);
  await code.close();
});
