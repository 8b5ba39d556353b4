/** Which file a Node.js handler is, what the options of the interpreter do to it, and where its errors are shown to be. */

import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(async () => {
  await bench.close();
  folders.remove();
});

type Files = Readonly<Record<string, string>>;

async function run(Handler: string, files: Files, Variables: Record<string, string> = {}): Promise<unknown> {
  const version = bench.version('handlers', { Handler, Environment: { Variables } }, files);
  return JSON.parse((await bench.run(version)).payload);
}

const required = (name: string) => `exports.handler = async () => '${name}, ' + (typeof require);`;
const imported = (name: string) => `export const handler = async () => '${name}, ' + (typeof require);`;
const ofModules = { 'package.json': '{"type":"module"}' };

describe('the handler index.handler', () => {
  test.each<readonly [string, Files, string]>([
    ['index without an ending', { index: required('plain'), 'index.js': required('js') }, 'plain, function'],
    ['index.js before all others', { 'index.js': required('js'), 'index.mjs': imported('mjs') }, 'js, function'],
    ['index.js as an ES module', { ...ofModules, 'index.js': imported('js') }, 'js, undefined'],
    ['index.mjs before index.cjs', { 'index.mjs': imported('mjs'), 'index.cjs': required('cjs') }, 'mjs, undefined'],
    ['index.cjs in a package of ES modules', { ...ofModules, 'index.cjs': required('cjs') }, 'cjs, function'],
  ])('is %s', async (_, files, expected) => {
    expect(await run('index.handler', files)).toBe(expected);
  });

  test('may be TypeScript whose types can be stripped, from Node.js 24 on', async ({ skip }) => {
    const source = `enum Kind { One }\nexport const handler = async (event: object): Promise<string> => 'typed';`;
    const typed = await run('index.handler', { 'index.mts': source.replace(/^enum.*\n/, '') });
    const { errorType } = typed as { errorType?: string };
    if (errorType === 'Runtime.ImportModuleError') skip('the nearest Node.js is older');
    expect(typed).toBe('typed');
    expect(await run('index.handler', { 'index.mts': source })).toMatchObject({
      errorType: expect.stringMatching(/SyntaxError/),
    });
  });

  test('may be a package in node_modules', async () => {
    expect(await run('shared.handler', { 'node_modules/shared/index.js': required('package') })).toBe(
      'package, function',
    );
  });
});

describe('NODE_OPTIONS', () => {
  test('load what the function wants before it', async () => {
    const files = {
      'setup.cjs': "globalThis.greeting = 'set up';",
      'index.js': 'exports.handler = async () => globalThis.greeting;',
    };
    expect(await run('index.handler', files, { NODE_OPTIONS: '--require ./setup.cjs' })).toBe('set up');
  });

  test('that Node.js refuses end it, and the log says why', async () => {
    const version = bench.version(
      'refused',
      { Environment: { Variables: { NODE_OPTIONS: '--no-such-option' } } },
      { 'index.js': required('js') },
    );
    const { payload, log } = await bench.run(version);
    expect(JSON.parse(payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(log.join('')).toContain('--no-such-option');
  });
});

test.each([
  ['an error', "throw new Error('once')"],
  ['a large response', "return 'x'.repeat(2_000_000)"],
])('after %s every invocation runs once, and has its own event', async (_, first) => {
  const source = `let calls = 0;
    exports.handler = async (event) => {
      calls += 1;
      if (calls === 1) ${first};
      return { calls, event };
    };`;
  const version = bench.version('once', {}, { 'index.js': source });
  await bench.run(version, 1, { logTail: false });
  for (let call = 2; call <= 200; call += 1) {
    const { payload } = await bench.run(version, call, { logTail: false });
    expect(JSON.parse(payload)).toEqual({ calls: call, event: call });
  }
});

describe('the stack of an error in compiled TypeScript', () => {
  const source = `interface Order { readonly id: number }

export function priceOf(order: Order): number {
  throw new RangeError(\`no price for \${order.id}\`);
}
`;

  async function compiled(sourcemap: 'external' | 'inline'): Promise<Files> {
    const folder = folders.create({
      'src/price.ts': source,
      'src/index.ts': "import { priceOf } from './price.ts';\nexport const handler = async () => priceOf({ id: 7 });\n",
    });
    const { outputFiles } = await build({
      entryPoints: [path.join(folder, 'src/index.ts')],
      outfile: path.join(folder, 'index.js'),
      bundle: true,
      minify: true,
      platform: 'node',
      // The comment tells Node.js where the map is.
      sourcemap: sourcemap === 'external' ? 'linked' : 'inline',
      write: false,
    });
    return Object.fromEntries(outputFiles.map((file) => [path.basename(file.path), file.text]));
  }

  test.each(['external', 'inline'] as const)('is that of the sources, with a map that is %s', async (sourcemap) => {
    const files = await compiled(sourcemap);
    const answer = await run('index.handler', files, { NODE_OPTIONS: '--enable-source-maps' });
    const { trace, ...error } = answer as { trace: readonly string[] };
    expect(error).toEqual({ errorType: 'RangeError', errorMessage: 'no price for 7' });
    expect(trace.find((line) => line.includes('price.ts'))).toMatch(/src\/price\.ts:4:9\)?$/);
    expect(trace.find((line) => line.includes('index.ts'))).toMatch(/src\/index\.ts:2:3\d\)?$/);
  });

  test('is that of the bundle without the option', async () => {
    const { trace } = (await run('index.handler', await compiled('external'))) as { trace: readonly string[] };
    expect(trace.join('\n')).toMatch(/index\.js:\d+:\d+/);
    expect(trace.join('\n')).not.toContain('price.ts');
  });
});
