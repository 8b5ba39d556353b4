import { afterAll, describe, expect, test } from 'vitest';
import { guessProject } from '../../../../src/app/project/projectProbe.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

async function guessOf(files: Readonly<Record<string, string>>) {
  const guess = await guessProject(folders.create(files));
  return guess && { runtime: guess.runtime, handler: guess.handler, build: guess.build };
}

describe('guessing the function of a folder', () => {
  test('TypeScript is bundled; its handler lies at the root of the package', async () => {
    expect(await guessOf({ 'src/index.ts': 'export const handler = async () => 1;', 'README.md': '' })).toEqual({
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      build: { kind: 'esbuild', entry: 'src/index.ts' },
    });
  });

  test('JavaScript is copied and stays where it is', async () => {
    expect(await guessOf({ 'src/app.js': 'exports.ordersHandler = async () => 1;' })).toEqual({
      runtime: 'nodejs22.x',
      handler: 'src/app.ordersHandler',
      build: { kind: 'copy' },
    });
    expect(await guessOf({ 'index.mjs': 'export async function main() {}' })).toMatchObject({
      handler: 'index.handler',
    });
  });

  test('Python is copied; its handler is the function that takes an event', async () => {
    expect(await guessOf({ 'lambda_function.py': 'def lambda_handler(event, context):\n  pass\n' })).toEqual({
      runtime: 'python3.13',
      handler: 'lambda_function.lambda_handler',
      build: { kind: 'copy' },
    });
    expect(await guessOf({ 'app.py': 'def helper(x):\n  pass\ndef greet(event, _):\n  pass\n' })).toMatchObject({
      handler: 'app.greet',
    });
  });

  test('the root wins over src, and index over the other names', async () => {
    expect(await guessOf({ 'src/index.ts': '', 'main.py': '', 'app.js': '' })).toMatchObject({
      handler: 'app.handler',
    });
  });

  test('a folder without a handler is no guess', async () => {
    expect(await guessOf({ 'README.md': '', 'lib/index.ts': '' })).toBeUndefined();
    expect(await guessProject('/nowhere/at/all')).toBeUndefined();
  });

  test('the name is the folder’s, made valid', async () => {
    const folder = folders.create({ 'my function!/index.js': '', '???/index.js': '' });
    expect((await guessProject(`${folder}/my function!`))?.suggestedName).toBe('my-function');
    expect((await guessProject(`${folder}/???`))?.suggestedName).toBe('my-function');
  });
});
