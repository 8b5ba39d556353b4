/** Every language whose tools this computer has: a sample project is built for real and run on the local service. */

import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Runtime } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import type { BuildSetting } from '../../src/app/build/buildSetting.ts';
import { nativePlatform } from '../../src/app/build/nativeFiles.ts';
import { bootstrapFolder } from '../support/bootstraps.ts';
import { TestService } from '../support/localService.ts';
import { TemporaryFolders } from '../support/temporaryFolder.ts';
import { BuiltProject, runOn } from './builtProject.ts';
import { preparePackage, run, Unavailable } from './preparedPackage.ts';

const buildMs = 300_000;
const folders = new TemporaryFolders();
let service: TestService;
beforeAll(async () => {
  service = await TestService.start({ realFunctions: true, bootstrapFolder: await bootstrapFolder() });
});
afterAll(async () => {
  await service.dispose();
  folders.remove();
});

interface Sample {
  readonly project: string;
  readonly build: BuildSetting;
  readonly runtime: Runtime;
  readonly handler: string;
  readonly answer: object;
  /** Members of a package for AWS. */
  readonly contains: readonly string[];
}

const samples: readonly Sample[] = [
  {
    project: 'go',
    build: { kind: 'go', package: './cmd/orders' },
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    answer: { greeting: 'Hello Ada from Go', arch: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    contains: ['bootstrap'],
  },
  {
    project: 'rust',
    build: { kind: 'rust' },
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    answer: { greeting: 'Hello Ada from Rust' },
    contains: ['bootstrap'],
  },
  {
    project: 'java',
    build: { kind: 'java', tool: 'maven' },
    runtime: 'java17',
    handler: 'example.Orders::handleRequest',
    answer: { greeting: 'Hello Ada from Java' },
    contains: ['example/Orders.class'],
  },
  {
    project: 'python',
    build: { kind: 'python', installer: 'pip' },
    runtime: 'python3.12',
    handler: 'app.handler',
    answer: { greeting: 'Hello &lt;Ada&gt; from Python', compiled: process.platform === 'win32' ? 'pyd' : 'so' },
    contains: ['app.py', 'markupsafe/__init__.py'],
  },
  {
    project: 'ruby',
    build: { kind: 'ruby' },
    runtime: 'ruby3.3',
    handler: 'app.handler',
    answer: { greeting: 'Hello Ada from Ruby' },
    contains: ['app.rb', 'lib/greeting.rb'],
  },
  {
    project: 'command',
    build: { kind: 'command', run: 'node make.mjs', output: 'out', inputs: ['make.mjs', 'greeting.txt'] },
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    answer: { greeting: 'Hello Ada from a command' },
    contains: ['index.mjs'],
  },
];

describe.each(samples)('$project', ({ project, build, runtime, handler, answer, contains }) => {
  test(
    'is built, runs on Local, and is built once while nothing changes',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const sample = await BuiltProject.copy(project, folders);
        const first = await sample.build(build, runtime, handler);
        expect(first.files.map((file) => file.path)).toEqual(expect.arrayContaining([...contains]));
        expect(first.problems).toEqual([]);
        expect(await runOn(service, `${project}-function`, runtime, handler, first.files)).toEqual(answer);
        const again = await sample.build(build, runtime, handler);
        expect(again.files).toEqual(first.files);
        expect(again.output).toBe('');
      });
    },
    buildMs,
  );
});

describe('for AWS', () => {
  test(
    'Go is a static Linux binary for the function’s processor, the same from every folder',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const aws = { runsHere: false, architecture: 'arm64' };
        const binaries = await Promise.all(
          [1, 2].map(async () => {
            const sample = await BuiltProject.copy('go', folders);
            const build = { kind: 'go', package: './cmd/tiny' } as const;
            const { files } = await sample.build(build, 'provided.al2023', 'bootstrap', aws);
            return readFile(files[0]?.source ?? '');
          }),
        );
        const [one = Buffer.alloc(0), two = Buffer.alloc(0)] = binaries;
        expect(nativePlatform(one)).toEqual({ os: 'linux', architectures: ['arm64'] });
        expect(one.equals(two)).toBe(true);
      });
    },
    buildMs,
  );

  test.for(['pip', 'uv'] as const)(
    'Python gets wheels for the function’s processor and version, with %s',
    { timeout: buildMs },
    async (installer, { skip }) => {
      await orSkip(skip, async () => {
        const environment = installer === 'uv' ? await withUv() : process.env;
        const sample = await BuiltProject.copy('python', folders, environment);
        const aws = { runsHere: false, architecture: 'arm64' };
        const { files, problems } = await sample.build({ kind: 'python', installer }, 'python3.13', 'app.handler', aws);
        const names = files.map((file) => file.path);
        expect(names).toContain('markupsafe/_speedups.cpython-313-aarch64-linux-gnu.so');
        expect(names.filter((name) => /__pycache__|\.pyc$|^bin\//.test(name))).toEqual([]);
        expect(problems).toEqual([]);
      });
    },
  );

  test(
    'a Python package without a wheel is named, at its line, with what else can be done',
    async ({ skip }) => {
      await orSkip(skip, async () => {
        const sample = await BuiltProject.copy('python', folders);
        writeFileSync(path.join(sample.folder, 'requirements.txt'), 'MarkupSafe==3.0.2\npycurl==7.45.3\n');
        const aws = { runsHere: false, architecture: 'arm64' };
        // There are wheels of it, but none for so old a Python.
        const building = sample.build({ kind: 'python', installer: 'pip' }, 'python3.6', 'app.handler', aws);
        await expect(building).rejects.toThrow(
          /requirements\.txt:\d:1: .*There is no wheel of \w+ for Python 3\.6 on Linux arm64\. Choose a release that has one/,
        );
      });
    },
    buildMs,
  );
});

test(
  'what a compiler refuses is a problem at its place',
  async ({ skip }) => {
    await orSkip(skip, async () => {
      const sample = await BuiltProject.copy('go', folders);
      const source = path.join(sample.folder, 'internal/greeting/greeting.go');
      writeFileSync(source, 'package greeting\n\nfunc For(name string) string { return nobody }\n');
      const problems: object[] = [];
      const building = sample.build({ kind: 'go', package: './cmd/orders' }, 'provided.al2023', 'bootstrap', {
        onProblems: (found) => problems.push(...found),
      });
      await expect(building).rejects.toThrow(
        'The build of ./cmd/orders failed: internal/greeting/greeting.go:3:39: undefined: nobody',
      );
      expect(problems).toEqual([
        { file: source, line: 3, column: 39, severity: 'error', message: 'undefined: nobody', source: 'go' },
      ]);
    });
  },
  buildMs,
);

test(
  'Python that cannot be read is a problem before anything is installed',
  async ({ skip }) => {
    await orSkip(skip, async () => {
      const sample = await BuiltProject.copy('python', folders);
      writeFileSync(path.join(sample.folder, 'app.py'), 'def handler(event, context):\n    return {\n');
      const building = sample.build({ kind: 'python' }, 'python3.9', 'app.handler');
      await expect(building).rejects.toThrow(/app\.py:2:\d+: '\{' was never closed|app\.py:\d:\d+: unexpected EOF/);
    });
  },
  buildMs,
);

/** uv itself comes as a package of Python's; it is installed once for all tests. */
async function withUv(): Promise<NodeJS.ProcessEnv> {
  const folder = await preparePackage({
    fixture: 'uv',
    tool: ['python3', '--version'],
    build: async (draft) => {
      await run(draft, 120_000, 'python3', '-m', 'pip', 'install', '-q', '--target', '.', '-r', 'requirements.txt');
    },
  });
  return { ...process.env, PATH: [path.join(folder, 'bin'), process.env['PATH']].join(path.delimiter) };
}

async function orSkip(skip: TestContext['skip'], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Unavailable) skip(error.message);
    throw error;
  }
}
