/** How the tools of languages are called, and what is made of their ends; the tools themselves are run in `test/runtimes`. */

import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { BuildSetting } from '../../../../src/app/build/buildSetting.ts';
import { type BuildRequest, buildFunction } from '../../../../src/app/build/functionBuild.ts';
import { DeadlineError } from '../../../../src/base/clock.ts';
import { HumanError } from '../../../../src/base/humanError.ts';
import { type ScriptedTool, ScriptedTools } from '../../../fakes/scriptedTools.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly build: BuildSetting;
  readonly runtime: string;
  readonly handler?: string;
  readonly tools: Readonly<Record<string, ScriptedTool>>;
  readonly changes?: Partial<BuildRequest>;
}

async function run({ files, build, runtime, handler = 'bootstrap', tools, changes }: Scene) {
  const folder = realpathSync(folders.create(files));
  const runner = new ScriptedTools(folders.create(), tools);
  const outputFolder = folders.create();
  const request: BuildRequest = {
    ...{ folder, outputFolder, build, runtime, handler },
    ...{ hasLayers: false, bundlesSdk: false, shippedEsbuild: undefined, onOutput: () => {} },
    ...changes,
  };
  const shorten = (text: string) => text.replaceAll(outputFolder, 'OUT').replaceAll(folder, 'PROJECT');
  const outcome = await buildFunction(request, runner, new AbortController().signal).then(
    (built) => ({ files: built.map((file) => file.path) }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, folder, requests: runner.requests, lines: runner.lines.map(shorten) };
}

/** Writes a file where the option of the tool says. */
const writing =
  (option: string, name = ''): ScriptedTool =>
  ({ arguments: options }) => {
    const file = path.join(options[options.indexOf(option) + 1] ?? '', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'made');
    return {};
  };

describe('Go', () => {
  const go = { files: { 'go.mod': 'module a\n' }, build: { kind: 'go' }, runtime: 'provided.al2023' } as const;

  test('is compiled for Linux on the function’s processor, without C and without the old RPC', async () => {
    const { lines, requests, ...outcome } = await run({
      ...go,
      tools: { go: writing('-o') },
      changes: { architecture: 'arm64' },
    });
    expect(outcome).toMatchObject({ files: ['bootstrap'] });
    expect(lines).toEqual(['go build -tags lambda.norpc -trimpath -buildvcs=false -ldflags=-s -w -o OUT/bootstrap .']);
    expect(requests[0]?.environment).toEqual({ GOOS: 'linux', GOARCH: 'arm64', CGO_ENABLED: '0' });
  });

  test('that is not installed is named, with a button that leads to it', async () => {
    const { error } = (await run({ ...go, tools: {} })) as { error: HumanError };
    expect(error).toBeInstanceOf(HumanError);
    expect(error.message).toBe(
      'The build needs Go: there is no "go" on the search path (PATH) of the editor. Install it from https://go.dev/dl, then start the editor anew, so that it sees the new path.',
    );
    expect(error.action).toEqual({ label: 'Get Go', command: 'vscode.open', arguments: ['https://go.dev/dl'] });
  });

  test('that takes too long is ended, and says so', async () => {
    const late: ScriptedTool = () => {
      throw new DeadlineError('go', 600_000);
    };
    const { error } = (await run({ ...go, tools: { go: late } })) as { error: HumanError };
    expect(error.message).toBe('go had not finished after 10 min and was ended. The log has what it said.');
  });

  test('a package that is no program is told with the way out', async () => {
    const { error } = (await run({ ...go, tools: { go: () => ({}) } })) as { error: HumanError };
    expect(error.message).toContain('is no main package. Name one in "build": { "kind": "go", "package": "./cmd/…" }');
  });
});

describe('Rust', () => {
  const rust = {
    files: { 'Cargo.toml': '', 'Cargo.lock': '' },
    build: { kind: 'rust' },
    runtime: 'provided.al2023',
  } as const;
  const printsNoTarget: ScriptedTool = () => ({ stdout: '/nowhere/lib\n' });

  test('is built by cargo lambda where that is installed', async () => {
    const cargo: ScriptedTool = ({ arguments: [command], folder }) => {
      if (command === 'metadata') return { stdout: JSON.stringify({ target_directory: path.join(folder, 'target') }) };
      mkdirSync(path.join(folder, 'target/lambda/orders'), { recursive: true });
      writeFileSync(path.join(folder, 'target/lambda/orders/bootstrap'), 'GLIBC_2.17');
      return {};
    };
    const { lines, ...outcome } = await run({
      ...rust,
      tools: { cargo, 'cargo-lambda': () => ({}) },
      changes: { architecture: 'arm64' },
    });
    expect(outcome).toMatchObject({ files: ['bootstrap'] });
    expect(lines).toEqual(['cargo lambda build --release --arm64', 'cargo metadata --no-deps --format-version 1']);
  });

  test('for another processor needs a target, which is named', async () => {
    const foreign = process.arch === 'arm64' ? 'x86_64' : 'arm64';
    const tools = { cargo: () => ({}), rustc: printsNoTarget };
    const { error } = (await run({ ...rust, tools, changes: { architecture: foreign } })) as { error: HumanError };
    expect(error.message).toMatch(
      /run "rustup target add (aarch64|x86_64)-unknown-linux-musl", or install cargo-lambda/,
    );
  });

  const artifact = (file: string) =>
    `${JSON.stringify({ reason: 'compiler-artifact', target: { kind: ['bin'] }, executable: file })}\n`;

  test('with several binaries asks for the name of one', async () => {
    const cargo: ScriptedTool = () => ({ stdout: artifact('/t/orders') + artifact('/t/bills') });
    const { error } = (await run({ ...rust, tools: { cargo }, changes: { runsHere: true } })) as { error: HumanError };
    expect(error.message).toBe(
      'The project makes several binaries: orders, bills. Name one in "build": { "kind": "rust", "binary": "orders" }.',
    );
  });

  test.runIf(process.platform === 'linux')(
    'a binary for a newer glibc than the function’s is warned about',
    async () => {
      const binary = path.join(folders.create({ orders: 'GLIBC_2.39' }), 'orders');
      const tools = { cargo: () => ({ stdout: artifact(binary) }), rustc: printsNoTarget };
      const warnings: string[] = [];
      const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
      const onProblems: BuildRequest['onProblems'] = (problems) =>
        warnings.push(...problems.map(({ message }) => message));
      await run({ ...rust, tools, changes: { architecture, onProblems } });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^The binary needs glibc 2\.39, and provided\.al2023 has 2\.34: it will not start there\. Run "rustup/,
        ),
      ]);
    },
  );
});

describe('Java', () => {
  test('with Maven takes the classes, and the libraries that a dependency needs', async () => {
    const mvn: ScriptedTool = ({ arguments: options, folder }) => {
      mkdirSync(path.join(folder, 'target/classes/example'), { recursive: true });
      writeFileSync(path.join(folder, 'target/classes/example/Orders.class'), 'class');
      const libraries = options.find((option) => option.startsWith('-DoutputDirectory='))?.split('=')[1] ?? '';
      mkdirSync(libraries, { recursive: true });
      writeFileSync(path.join(libraries, 'gson.jar'), 'jar');
      return {};
    };
    const { lines, ...outcome } = await run({
      files: { 'pom.xml': '<dependencies><dependency/></dependencies>' },
      build: { kind: 'java', tool: 'maven' },
      runtime: 'java21',
      tools: { mvn },
    });
    expect(outcome).toMatchObject({ files: ['example/Orders.class', 'lib/gson.jar'] });
    expect(lines).toEqual([
      'mvn -B -DskipTests package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=OUT/package/lib',
    ]);
  });

  test('takes the jar that has everything where the project makes one', async () => {
    const mvn: ScriptedTool = ({ folder }) => {
      mkdirSync(path.join(folder, 'target'));
      for (const name of ['orders-1.0.jar', 'original-orders-1.0.jar'])
        writeFileSync(path.join(folder, 'target', name), '');
      return {};
    };
    const outcome = await run({
      files: { 'pom.xml': '<artifactId>maven-shade-plugin</artifactId><dependencies/>' },
      build: { kind: 'java', tool: 'maven' },
      runtime: 'java21',
      tools: { mvn },
    });
    expect(outcome).toMatchObject({ files: ['lib/orders-1.0.jar'] });
  });

  test('with Gradle runs a task that lays the package out, by the project’s own wrapper', async () => {
    const gradlew: ScriptedTool = ({ environment }) => {
      const output = environment?.['LAMBDA_WORKBENCH_OUTPUT'] ?? '';
      mkdirSync(path.join(output, 'lib'), { recursive: true });
      writeFileSync(path.join(output, 'App.class'), '');
      return {};
    };
    const wrapper = process.platform === 'win32' ? 'gradlew.bat' : 'gradlew';
    const { lines, ...outcome } = await run({
      files: { [wrapper]: '', 'build.gradle': '', 'settings.gradle': '' },
      build: { kind: 'java', tool: 'gradle' },
      runtime: 'java21',
      tools: { [wrapper]: gradlew },
    });
    expect(outcome).toMatchObject({ files: ['App.class'] });
    expect(lines).toEqual([`${wrapper} --console=plain -I OUT/package.gradle :lambdaWorkbenchPackage`]);
  });
});

describe('.NET', () => {
  const project = { 'Orders.csproj': '<Project/>', 'Function.cs': '' };

  test.each([
    ['dotnet8', 'false'],
    ['provided.al2023', 'true'],
  ])('is published for %s, self-contained: %s', async (runtime, isSelfContained) => {
    const { lines, ...outcome } = await run({
      files: project,
      build: { kind: 'dotnet' },
      runtime,
      tools: { dotnet: writing('-o', 'Orders.dll') },
    });
    expect(outcome).toMatchObject({ files: ['Orders.dll'] });
    expect(lines[0]).toContain(
      `dotnet publish Orders.csproj -c Release -r linux-x64 --self-contained ${isSelfContained} -o OUT`,
    );
  });

  test('with several projects asks for one', async () => {
    const { error } = (await run({
      files: { 'A.csproj': '', 'B.csproj': '' },
      build: { kind: 'dotnet' },
      runtime: 'dotnet8',
      tools: {},
    })) as { error: HumanError };
    expect(error.message).toMatch(/has several project files: A\.csproj, B\.csproj\. Name one in "build"/);
  });
});

describe('Ruby', () => {
  const ruby = {
    files: { 'app.rb': '', Gemfile: '', 'Gemfile.lock': '' },
    build: { kind: 'ruby' },
    runtime: 'ruby3.4',
  } as const;
  const installing =
    (version: string, isCompiled: boolean): ScriptedTool =>
    ({ environment }) => {
      const gems = path.join(environment?.['BUNDLE_PATH'] ?? '', 'ruby', version);
      const files = [
        'gems/x/lib/x.rb',
        'cache/x.gem',
        ...(isCompiled ? ['extensions/x86_64-linux/x/gem.build_complete'] : []),
      ];
      for (const name of files) {
        mkdirSync(path.dirname(path.join(gems, name)), { recursive: true });
        writeFileSync(path.join(gems, name), '');
      }
      return {};
    };

  test('gets the gems of its Gemfile where Lambda looks for them, whichever Ruby installed them', async () => {
    const { requests, ...outcome } = await run({
      ...ruby,
      handler: 'app.handler',
      tools: { bundle: installing('3.1.0', false) },
    });
    expect(outcome).toMatchObject({
      files: ['Gemfile', 'Gemfile.lock', 'app.rb', 'vendor/bundle/ruby/3.4.0/gems/x/lib/x.rb'],
    });
    expect(requests[0]?.environment).toMatchObject({ BUNDLE_WITHOUT: 'development:test', BUNDLE_FROZEN: 'true' });
  });

  test('gems with compiled parts have to be built by the function’s Ruby', async () => {
    const { error } = (await run({
      ...ruby,
      handler: 'app.handler',
      tools: { bundle: installing('3.1.0', true) },
    })) as { error: HumanError };
    expect(error.message).toMatch(
      /made by Ruby 3\.1\.0 for this machine, and the function runs ruby3\.4 on Linux x86_64/,
    );
  });

  test('without a Gemfile needs no tool', async () => {
    expect(await run({ ...ruby, files: { 'app.rb': '' }, tools: {} })).toMatchObject({ files: ['app.rb'] });
  });
});

describe('Python', () => {
  const python: ScriptedTool = ({ arguments: [first] }) => ({ stdout: first === '--version' ? 'Python 3.13.1\n' : '' });

  test('with boto3 only where the runtime does not bring it, and only where it is imported', async () => {
    const scene = {
      files: { 'app.py': 'import boto3\n' },
      build: { kind: 'python', installer: 'uv' },
      runtime: 'python3.13',
      handler: 'app.handler',
      tools: { python3: python, uv: writing('--target', 'boto3/__init__.py') },
    } as const;
    expect(await run(scene)).toMatchObject({ files: ['app.py'] });
    expect(await run({ ...scene, changes: { bundlesSdk: true } })).toMatchObject({
      files: ['app.py', 'boto3/__init__.py'],
    });
    const without = { ...scene, files: { 'app.py': 'import json\n' }, changes: { bundlesSdk: true } };
    expect(await run(without)).toMatchObject({ files: ['app.py'] });
  });

  test('sources win over a package’s file of the same name; scripts and byte code stay out', async () => {
    const uv: ScriptedTool = (request) => {
      for (const name of ['six.py', 'bin/tool', 'a/__pycache__/a.pyc', 'a/b.py']) writing('--target', name)(request);
      return {};
    };
    const outcome = await run({
      files: { 'six.py': 'own', 'app.py': '', 'requirements.txt': 'six\n' },
      build: { kind: 'python', installer: 'uv' },
      runtime: 'python3.12',
      handler: 'app.handler',
      tools: { python3: python, uv },
      changes: { architecture: 'arm64' },
    });
    expect(outcome).toMatchObject({ files: ['a/b.py', 'app.py', 'requirements.txt', 'six.py'] });
    expect(outcome.lines.at(-1)).toBe(
      'uv pip install --target OUT/site -r PROJECT/requirements.txt --no-progress --only-binary :all: --python-version 3.12 --python-platform aarch64-manylinux_2_28',
    );
  });
});

describe('the project’s own command', () => {
  const command: ScriptedTool = ({ folder, environment }) => {
    mkdirSync(path.join(folder, 'dist'));
    writeFileSync(path.join(folder, 'dist/index.mjs'), environment?.['LAMBDA_ARCHITECTURE'] ?? '');
    return {};
  };
  const scene = {
    files: { Makefile: '' },
    build: { kind: 'command', run: ['make', 'build'], output: 'dist' },
    runtime: 'nodejs24.x',
    handler: 'index.handler',
  } as const;

  test('leaves a folder', async () => {
    expect(await run({ ...scene, tools: { make: command } })).toMatchObject({
      files: ['index.mjs'],
      lines: ['make build'],
    });
  });

  test.each([
    [
      () => ({ exitCode: 2, stderr: 'make: *** [build] Error 1\n' }),
      'The build of "make build" failed: make: *** [build] Error 1',
    ],
    [() => ({ exitCode: 3 }), 'The build of "make build" failed: it ended with 3'],
    [() => ({}), '"make build" went well, but left no dist. Correct "output" in the build of the link.'],
  ])('that fails says so (%#)', async (make: ScriptedTool, message) => {
    const { error } = (await run({ ...scene, tools: { make } })) as { error: HumanError };
    expect(error.message).toBe(message);
  });

  test('whose package lacks the handler’s file is told', async () => {
    const other = { ...scene, handler: 'app.handler', tools: { make: command } };
    const { error } = (await run(other)) as { error: HumanError };
    expect(error.message).toContain(
      'has no file for the handler setting app.handler of the function. Expected one of: app',
    );
  });
});

test('a compiled file of another machine is a warning at the file that asks for packages', async () => {
  const found: object[] = [];
  const binary = `\x7fELF\x02\x01${'\0'.repeat(12)}\x3e${'\0'.repeat(60)}`;
  const { folder, ...outcome } = await run({
    files: { 'index.js': '', 'package.json': '{}', 'node_modules/a/a.node': binary },
    build: { kind: 'copy' },
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    tools: {},
    changes: { architecture: 'arm64', onProblems: (problems) => found.push(...problems) },
  });
  expect(outcome).toMatchObject({ files: ['index.js', 'node_modules/a/a.node', 'package.json'] });
  expect(found).toEqual([
    {
      file: path.join(folder, 'package.json'),
      line: 1,
      column: 1,
      severity: 'warning',
      message:
        'node_modules/a/a.node was compiled for Linux x86_64, and the function runs on Linux arm64: it cannot be loaded there.',
      source: 'package',
    },
  ]);
});

test('a link out of the project is a warning where it stands', async () => {
  const elsewhere = realpathSync(folders.create({ 'util.js': '' }));
  const project = folders.create({ 'index.js': '' });
  symlinkSync(elsewhere, path.join(project, 'shared'));
  const found: unknown[] = [];
  const onProblems: BuildRequest['onProblems'] = (problems) =>
    found.push(...problems.map(({ file, message }) => [file, message]));
  const scene = {
    build: { kind: 'copy' },
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    tools: {},
    files: {},
  } as const;
  expect(await run({ ...scene, changes: { folder: project, onProblems } })).toMatchObject({ files: ['index.js'] });
  expect(found).toEqual([
    [
      path.join(project, 'shared'),
      `shared is a link out of the project, to ${elsewhere}, and is not in the package. Copy what is needed, or name it in .lambdaignore.`,
    ],
  ]);
});
