/**
 * A real .NET runs an executable assembly. The only one that package registries of other languages have is .NET Core
 * 3.1, and the compiler is that of Mono; both are enough to see `dotnet exec` start, answer, fail and start again.
 */

import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Runtime } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DispatcherBench } from '../support/dispatcherBench.ts';
import { type PackageRecipe, preparePackage, run, Unavailable } from './preparedPackage.ts';

const prepareMs = 300_000;
const recipe: PackageRecipe = { fixture: 'dotnet-core', tool: ['mcs', '--version'], build };

let folder: string;
let bench: DispatcherBench;
let unavailable: string | undefined;
beforeAll(async () => {
  try {
    folder = await preparePackage(recipe);
    bench = await DispatcherBench.create({
      environment: { PATH: '', HOME: folder, DOTNET_ROOT: path.join(folder, 'dotnet') },
      openPackage: async () => path.join(folder, 'function'),
    });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    unavailable = error.message;
  }
}, prepareMs);
afterAll(() => bench?.close());
beforeEach(({ skip }) => {
  if (unavailable !== undefined) skip(unavailable);
});

const version = (Timeout = 20) =>
  bench.version(
    'dotnet',
    {
      Handler: 'App',
      Runtime: 'dotnetcore3.1' as Runtime,
      MemorySize: 512,
      Timeout,
      RevisionId: `${Timeout}`,
      // There may be no ICU on this computer, and nothing here needs it.
      Environment: { Variables: { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
    },
    {},
  );

test('an executable assembly answers, logs, ends in the middle and is started again', async () => {
  const cold = await bench.run(version(), { n: 1 });
  expect(JSON.parse(cold.payload)).toEqual({
    handler: 'App',
    input: { n: 1 },
    runtime: expect.stringMatching(/^3\.1\.\d+$/),
  });
  expect(cold.log[0]).toMatch(/^INIT_START Runtime Version: dotnet:3\.1\.\d+\t/);
  expect(cold.log).toContain('a line of the function\n');
  const crashed = await bench.run(version(), { do: 'crash' });
  expect(JSON.parse(crashed.payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(crashed.payload).toContain('exit status 3');
  expect(JSON.parse((await bench.run(version(), { n: 2 })).payload)).toMatchObject({ input: { n: 2 } });
}, 60_000);

test('an executable assembly ends when its time is over', async () => {
  const { payload } = await bench.run(version(1), { do: 'hang' });
  expect(JSON.parse(payload)).toMatchObject({ errorType: 'Sandbox.Timedout' });
}, 60_000);

/** The runtime from PyPI, the assembly by Mono's compiler against the runtime's own libraries. */
async function build(target: string): Promise<void> {
  await run(target, 120_000, 'python3', '-m', 'pip', 'install', '-q', '--target', 'pip', 'dotnetcore2==3.1.23');
  await rename(path.join(target, 'pip/dotnetcore2/bin'), path.join(target, 'dotnet'));
  await rm(path.join(target, 'pip'), { recursive: true });
  await run(target, 5000, 'chmod', '+x', 'dotnet/dotnet');
  const frameworks = path.join(target, 'dotnet/shared/Microsoft.NETCore.App');
  const [release = ''] = await readdir(frameworks);
  const libraries = ['System.Private.CoreLib', 'System.Private.Uri', 'System.Runtime', 'System.Runtime.Extensions'];
  libraries.push('System.Console', 'System.Collections', 'System.Linq', 'System.Net.Http', 'System.Net.Primitives');
  const references = libraries.map((name) => `-r:${path.join(frameworks, release, name)}.dll`);
  await run(target, 5000, 'mkdir', 'function');
  await run(target, 60_000, 'mcs', '-nostdlib', '-noconfig', ...references, '-out:function/App.dll', 'App.cs');
  const framework = { name: 'Microsoft.NETCore.App', version: release };
  const config = JSON.stringify({ runtimeOptions: { framework } });
  await writeFile(path.join(target, 'function/App.runtimeconfig.json'), config);
}
