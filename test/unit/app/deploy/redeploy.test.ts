import { chmodSync, existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { UpdateFunctionCodeCommandInput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BuildSetting } from '../../../../src/app/build/buildSetting.ts';
import { findEsbuild } from '../../../../src/app/build/esbuildTool.ts';
import { Redeploy } from '../../../../src/app/deploy/redeploy.ts';
import type { RedeployLink } from '../../../../src/app/deploy/redeployLink.ts';
import type { NewFunction } from '../../../../src/app/deploy/redeployRun.ts';
import type { RedeployStage } from '../../../../src/app/deploy/redeployStage.ts';
import { SourceMapStore } from '../../../../src/app/deploy/sourceMapStore.ts';
import { originalPlace } from '../../../../src/app/deploy/sourceMaps.ts';
import { needsBucket, putIntoBucket } from '../../../../src/app/deploy/stages/bucket.ts';
import { ProcessToolRunner } from '../../../../src/app/toolRunner.ts';
import { systemClock } from '../../../../src/base/clock.ts';
import { HumanError } from '../../../../src/base/humanError.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import type { InMemoryLambda } from '../../../fakes/inMemoryLambda.ts';
import { type InMemoryTarget, type InMemoryTargetOptions, inMemoryTarget } from '../../../fakes/inMemoryTarget.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';
import { zipEntries } from '../../../support/zipEntries.ts';

const folders = new TemporaryFolders();
let esbuild: string | undefined;
let target: InMemoryTarget;
let lambda: InMemoryLambda;
let stages: RedeployStage[];

const never = new AbortController().signal;
const bundled: BuildSetting = { kind: 'esbuild', entry: 'src/index.ts' };
const copied: BuildSetting = { kind: 'copy' };
const source = "export const handler = async (event: { name: string }) => 'Hello ' + event.name;\n";

beforeAll(async () => {
  esbuild = await findEsbuild(import.meta.dirname, undefined);
});
afterAll(() => folders.remove());
beforeEach(() => useTarget());

function useTarget(options: InMemoryTargetOptions = {}): void {
  target = inMemoryTarget(options);
  lambda = target.lambda;
  stages = [];
}

function link(build: BuildSetting, over: Partial<RedeployLink> = {}): RedeployLink {
  return { functionName: 'hello', target: { kind: 'local' }, folder: 'hello', build, ...over };
}

interface Run {
  readonly files?: Readonly<Record<string, string>>;
  readonly workspace?: string;
  readonly link?: RedeployLink;
  readonly create?: NewFunction;
  readonly signal?: AbortSignal;
  readonly onStage?: (stage: RedeployStage) => void;
  readonly clock?: FakeClock;
  readonly shippedEsbuild?: string | undefined;
  readonly sourceMaps?: Pick<SourceMapStore, 'keep'>;
}

function run(options: Run) {
  const inFolder = Object.entries(options.files ?? {}).map(([path, text]) => [`hello/${path}`, text]);
  const workspace = options.workspace ?? folders.create(Object.fromEntries(inFolder));
  const clock = options.clock ?? systemClock;
  const redeploy = new Redeploy({
    toolRunner: new ProcessToolRunner(process.env, systemClock),
    shippedEsbuild: 'shippedEsbuild' in options ? options.shippedEsbuild : esbuild,
    clock,
    log: silentLog,
    ...(options.sourceMaps && { sourceMaps: options.sourceMaps }),
  });
  const onStage = (stage: RedeployStage) => {
    stages.push(stage);
    options.onStage?.(stage);
  };
  const signal = options.signal ?? never;
  const { create } = options;
  return redeploy.run(
    { target, workspaceFolder: workspace, link: options.link ?? link(bundled), create, onStage },
    signal,
  );
}

/** The entries of the package that was last sent. */
async function sent() {
  const call = lambda.calls.findLast(
    ({ operation }) => operation === 'updateFunctionCode' || operation === 'createFunction',
  );
  const input = call?.input as UpdateFunctionCodeCommandInput & { Code?: { ZipFile?: Uint8Array } };
  return zipEntries(input.ZipFile ?? input.Code?.ZipFile ?? new Uint8Array());
}

async function entry(path: string): Promise<string> {
  return (await sent()).find((candidate) => candidate.path === path)?.text ?? '';
}

describe('a redeploy', () => {
  test('builds, packages, compares, uploads and waits, and tells the time of each', async () => {
    lambda.put({ FunctionName: 'hello' });
    const before = lambda.get('hello')?.RevisionId;
    const outcome = await run({ files: { 'src/index.ts': source } });
    expect(outcome).toMatchObject({ kind: 'updated', configuration: { FunctionName: 'hello' } });
    expect(outcome.steps.map((step) => step.stage)).toEqual(['build', 'package', 'compare', 'upload', 'wait']);
    expect(stages).toEqual(['build', 'package', 'compare', 'upload', 'wait']);
    expect(lambda.callsOf('updateFunctionCode')[0]?.input).toMatchObject({ FunctionName: 'hello', RevisionId: before });
  });

  test('keeps the source map of what it deployed: a frame of the bundle leads to the line of the source', async () => {
    lambda.put({ FunctionName: 'hello' });
    const workspace = folders.create({
      'hello/src/index.ts': 'type Unused = string;\n\nexport const handler = () => {\n  throw new Error("here");\n};\n',
    });
    const kept = new SourceMapStore(path.join(folders.create(), 'maps'), systemClock);
    await run({ workspace, sourceMaps: kept });
    const bundle = (await entry('index.mjs')).split('\n');
    const line = bundle.findIndex((text) => text.includes('throw new Error'));
    const frame = {
      file: '/var/task/index.mjs',
      line: line + 1,
      column: (bundle[line]?.indexOf('new Error') ?? 0) + 1,
    };
    const project = path.join(workspace, 'hello');
    expect(await originalPlace(project, frame)).toBeUndefined();
    expect(await originalPlace(project, frame, kept.folderOf(lambda.get('hello')?.CodeSha256 ?? ''))).toEqual({
      file: path.join(project, 'src', 'index.ts'),
      line: 4,
      column: 9,
    });
  });

  test('goes on when the source map cannot be kept', async () => {
    lambda.put({ FunctionName: 'hello' });
    const sourceMaps = { keep: () => Promise.reject(new Error('no space left on device')) };
    expect(await run({ files: { 'src/index.ts': source }, sourceMaps })).toMatchObject({ kind: 'updated' });
  });

  test('stops when the deployed code is the same', async () => {
    lambda.put({ FunctionName: 'hello' });
    const workspace = folders.create({ 'hello/src/index.ts': source });
    await run({ workspace });
    const again = await run({ workspace });
    expect(again).toMatchObject({ kind: 'unchanged', codeSha256: lambda.get('hello')?.CodeSha256 });
    expect(again.steps.map((step) => step.stage)).toEqual(['build', 'package', 'compare']);
    expect(lambda.callsOf('updateFunctionCode')).toHaveLength(1);
  });

  test('of another copy of the project has the same hash', async () => {
    lambda.put({ FunctionName: 'hello' });
    const files = {
      'src/index.ts': `import { a } from './a.ts';\n${source}export { a };\n`,
      'src/a.ts': 'export const a = 1;',
    };
    await run({ files });
    expect((await run({ files: Object.fromEntries(Object.entries(files).reverse()) })).kind).toBe('unchanged');
  });

  test('leaves nothing in the temporary folder', async () => {
    lambda.put({ FunctionName: 'hello' });
    const before = readdirSync(tmpdir()).filter((name) => /^lambda-workbench-(?!test)/.test(name));
    await run({ files: { 'src/index.ts': source } });
    await expect(run({ files: { 'src/index.ts': 'const' } })).rejects.toThrow();
    expect(readdirSync(tmpdir()).filter((name) => /^lambda-workbench-(?!test)/.test(name))).toEqual(before);
  });

  test('waits with growing pauses until the update is at work', async () => {
    lambda.put({ FunctionName: 'hello' });
    lambda.unsettledFor = 3;
    const clock = new FakeClock();
    let waiting = () => {};
    const isWaiting = new Promise<void>((resolve) => {
      waiting = resolve;
    });
    const running = run({
      files: { 'index.js': '' },
      link: link(copied),
      clock,
      onStage: (stage) => stage === 'wait' && waiting(),
    });
    await isWaiting;
    await settle();
    await clock.advance(25 + 50);
    expect((await running).steps.at(-1)).toEqual({ stage: 'wait', durationMs: 75 });
  });

  test('tells Lambda’s reason when the update fails', async () => {
    lambda.put({ FunctionName: 'hello' });
    lambda.unsettledFor = 1;
    lambda.endsAs = 'Failed';
    await expect(run({ files: { 'index.js': '' }, link: link(copied) })).rejects.toThrow(
      'Lambda could not put the update of hello to work: It broke.',
    );
  });

  test('waits for an update that is under way before it compares', async () => {
    lambda.put({ FunctionName: 'hello' });
    lambda.unsettledFor = 2;
    await lambda.updateFunctionCode({ FunctionName: 'hello', ZipFile: new Uint8Array([1]) });
    lambda.unsettledFor = 0;
    expect((await run({ files: { 'index.js': '' }, link: link(copied) })).kind).toBe('updated');
  });
});

describe('a new function', () => {
  const create: NewFunction = {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    role: 'arn:aws:iam::000000000000:role/r',
    timeoutS: 9,
    environment: { TABLE: 'orders' },
  };

  test('is created when it is not there, and waited for', async () => {
    lambda.unsettledFor = 1;
    const outcome = await run({ files: { 'src/index.ts': source }, create });
    expect(outcome).toMatchObject({ kind: 'created', configuration: { State: 'Active' } });
    expect(lambda.callsOf('createFunction')[0]?.input).toMatchObject({
      FunctionName: 'hello',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: create.role,
      Timeout: 9,
      Environment: { Variables: { TABLE: 'orders' } },
    });
  });

  test('is updated when it is there already', async () => {
    lambda.put({ FunctionName: 'hello', Timeout: 60 });
    expect((await run({ files: { 'src/index.ts': source }, create })).kind).toBe('updated');
    expect(lambda.get('hello')?.Timeout).toBe(60);
  });

  test('without leave to create it says what to do', async () => {
    await expect(run({ files: { 'src/index.ts': source } })).rejects.toMatchObject({
      message: 'hello is not on Local any more. Deploy it as a new function.',
      action: { command: 'lambdaWorkbench.deployNewFunction' },
    });
    expect(stages).toEqual([]);
  });
});

describe('building with esbuild', () => {
  beforeEach(() => lambda.put({ FunctionName: 'hello', Handler: 'src/index.handler' }));

  test('puts the bundle where the handler setting looks, as an ES module with a portable source map', async () => {
    await run({ files: { 'src/index.ts': source } });
    expect((await sent()).map(({ path }) => path)).toEqual(['src/index.mjs', 'src/index.mjs.map']);
    expect(JSON.parse(await entry('src/index.mjs.map')).sources).toEqual(['src/index.ts']);
  });

  test('makes a bundle that runs, CommonJS dependencies included', async () => {
    const files = {
      'src/index.ts':
        "import { tmp } from 'legacy';\nconst require = 1;\nexport const handler = async () => [tmp(), require];\n",
      'node_modules/legacy/package.json': '{"name":"legacy","main":"main.js"}',
      'node_modules/legacy/main.js': "exports.tmp = () => typeof require('os').tmpdir();",
    };
    await run({ files });
    const folder = folders.create({
      'index.mjs': await entry('src/index.mjs'),
      'index.mjs.map': await entry('src/index.mjs.map'),
    });
    const bundle = (await import(pathToFileURL(join(folder, 'index.mjs')).href)) as { handler(): Promise<unknown> };
    expect(await bundle.handler()).toEqual(['string', 1]);
  });

  test('keeps a CommonJS handler CommonJS', async () => {
    await run({
      files: { 'src/index.js': "exports.handler = async () => require('node:os').platform();" },
      link: link({ kind: 'esbuild', entry: 'src/index.js' }),
    });
    expect((await sent()).map(({ path }) => path)).toEqual(['src/index.js', 'src/index.js.map']);
    expect(await entry('src/index.js')).toContain('exports.handler =');
  });

  test('leaves out what the runtime provides, but not where the code runs on this machine', async () => {
    const files = {
      'src/index.ts': "import { S3Client } from '@aws-sdk/client-s3';\nexport const handler = async () => S3Client;\n",
      'node_modules/@aws-sdk/client-s3/package.json': '{"name":"@aws-sdk/client-s3","main":"main.js"}',
      'node_modules/@aws-sdk/client-s3/main.js': "exports.S3Client = 'the client itself';",
    };
    await run({ files });
    expect(await entry('src/index.mjs')).toContain('the client itself');
    useTarget({ id: 'dev/eu-west-1', label: 'dev · eu-west-1', runsHere: false });
    lambda.put({ FunctionName: 'hello' });
    await run({ files, link: link(bundled, { target: { kind: 'aws', profile: 'dev', region: 'eu-west-1' } }) });
    expect(await entry('index.mjs')).toMatch(/from ?"@aws-sdk\/client-s3"/);
  });

  test.each([
    ['const a = ;', 'The build of src/index.ts failed: src/index.ts:1:11: Unexpected ";"'],
    ["import 'nowhere';\nexport const handler = 1;", 'src/index.ts:1:8: Could not resolve "nowhere"'],
    [
      'export const main = 1;',
      'src/index.ts does not export "handler", which the function\'s handler setting src/index.handler asks for. It exports: main.',
    ],
    ['console.log(1);', 'It exports nothing.'],
  ])('tells what is wrong with %j', async (text, message) => {
    const running = run({ files: { 'src/index.ts': text } });
    await expect(running).rejects.toBeInstanceOf(HumanError);
    await expect(running).rejects.toThrow(message);
    expect(lambda.callsOf('updateFunctionCode')).toEqual([]);
  });

  test('prefers the project’s own esbuild, wherever above the folder it is installed', async () => {
    const workspace = folders.create({ 'hello/src/index.ts': source });
    const real = folders.create({ 'node_modules/esbuild/package.json': '{}' });
    const platform = join('@esbuild', `${process.platform}-${process.arch}`, 'bin');
    const own = folders.create({ [join(platform, 'esbuild')]: '#!/bin/sh\nexit 0\n' });
    chmodSync(join(own, platform, 'esbuild'), 0o755);
    symlinkSync(join(own, '@esbuild'), join(real, 'node_modules', '@esbuild'));
    // As pnpm does: the package in node_modules is a link, and its neighbours are those of the real place.
    symlinkSync(join(real, 'node_modules'), join(workspace, 'node_modules'));
    const found = await findEsbuild(join(workspace, 'hello'), 'shipped');
    expect(found).toBe(join(real, 'node_modules', platform, 'esbuild'));
    rmSync(join(workspace, 'node_modules'));
    expect(await findEsbuild(join(workspace, 'hello'), 'shipped')).toBe('shipped');
  });

  test('without any esbuild it says how to get one', async () => {
    await expect(run({ files: { 'src/index.ts': source }, shippedEsbuild: undefined })).rejects.toThrow(
      'run "npm install --save-dev esbuild"',
    );
  });

  test('of a Python function is a mistake of the link', async () => {
    lambda.put({ FunctionName: 'hello', Runtime: 'python3.13', Handler: 'app.handler' });
    await expect(run({ files: { 'src/index.ts': source } })).rejects.toThrow("the function's runtime is python3.13");
  });
});

describe('copying', () => {
  test('sends the folder without what is ignored', async () => {
    lambda.put({ FunctionName: 'hello', Runtime: 'python3.13', Handler: 'app.handler' });
    await run({
      files: {
        'app.py': 'def handler(event, context): pass',
        '.lambdaignore': 'tests',
        'tests/test_app.py': '',
        '.env': 'A=1',
      },
      link: link(copied),
    });
    expect((await sent()).map(({ path }) => path)).toEqual(['app.py']);
  });

  test('without the handler’s file is refused before Lambda would fail with it', async () => {
    lambda.put({ FunctionName: 'hello', Runtime: 'python3.13', Handler: 'app.handler' });
    await expect(run({ files: { 'main.py': '' }, link: link(copied) })).rejects.toThrow(
      'has no file for the handler setting app.handler of the function. Expected one of: app/__init__.py, app.py',
    );
    lambda.put({ FunctionName: 'hello', Runtime: 'python3.13', Handler: 'wrap.handler', Layers: [{ Arn: 'arn' }] });
    expect((await run({ files: { 'main.py': '' }, link: link(copied) })).kind).toBe('updated');
  });

  test('from nowhere, or nothing, is told', async () => {
    lambda.put({ FunctionName: 'hello' });
    await expect(run({ workspace: folders.create(), link: link(copied) })).rejects.toThrow(
      'The linked folder is not there',
    );
    await expect(run({ files: { '.env': '' }, link: link(copied) })).rejects.toThrow('There is nothing to deploy');
  });
});

describe('before the build', () => {
  const files = { 'index.js': '' };

  test('the command of the link is run in the folder', async () => {
    lambda.put({ FunctionName: 'hello' });
    const node = JSON.stringify(process.execPath);
    const beforeBuild = `${node} -e "fs.writeFileSync('made.txt', 'by the command')"`;
    await run({ files, link: link(copied, { beforeBuild }) });
    expect(await entry('made.txt')).toBe('by the command');
  });

  test('a command that fails stops everything, and says its last word', async () => {
    lambda.put({ FunctionName: 'hello' });
    const node = JSON.stringify(process.execPath);
    const beforeBuild = `${node} -e "console.error('no schema'); process.exit(3)"`;
    await expect(run({ files, link: link(copied, { beforeBuild }) })).rejects.toThrow(
      /^"beforeBuild" of the link ended with 3: .*: no schema$/,
    );
    expect(lambda.callsOf('updateFunctionCode')).toEqual([]);
  });
});

describe('a package that Lambda takes from S3 only', () => {
  const above = { zip: new Uint8Array(50 * 1024 * 1024 + 1), codeSha256: '' };
  const at = { zip: above.zip.subarray(1), codeSha256: '' };
  const runOf = (bucket?: string) =>
    ({ link: link(copied, bucket === undefined ? {} : { bucket }), target, connection: { lambda } }) as never;

  test('goes there above 50 MB, or when the link names a bucket', () => {
    expect([needsBucket(runOf(), above), needsBucket(runOf(), at), needsBucket(runOf('b'), at)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('without a bucket offers to choose one', async () => {
    await expect(putIntoBucket(runOf(), above)).rejects.toMatchObject({
      message:
        'The package of hello has 50 MB, and Lambda takes more than 50 MB from an S3 bucket only. Choose a bucket, or leave files out with a .lambdaignore file.',
      action: {
        command: 'lambdaWorkbench.chooseBucket',
        arguments: [{ targetId: 'local', functionName: 'hello' }],
      },
    });
    await expect(putIntoBucket(runOf('packages'), at)).rejects.toThrow('Local has no S3, and the link names a bucket.');
  });
});

describe('safety', () => {
  const onAws = (accountId?: string) =>
    link(copied, {
      target: { kind: 'aws', profile: 'dev', region: 'eu-west-1', ...(accountId === undefined ? {} : { accountId }) },
    });
  const files = { 'index.js': '' };

  function useAws(accountId: string | undefined): void {
    useTarget({ id: 'dev/eu-west-1', label: 'dev · eu-west-1', accountId, runsHere: false });
  }

  test('a profile that leads to another account gets nothing', async () => {
    useAws('222222222222');
    lambda.put({ FunctionName: 'hello' });
    await expect(run({ files, link: onAws('111111111111') })).rejects.toThrow(
      'hello is linked to account 111111111111, and dev · eu-west-1 is account 222222222222. Nothing was sent.',
    );
    expect(stages).toEqual([]);
    expect(lambda.callsOf('updateFunctionCode')).toEqual([]);
    expect((await run({ files, link: onAws('222222222222') })).kind).toBe('updated');
  });

  test('where the account cannot be asked, the function’s ARN tells it', async () => {
    useAws(undefined);
    lambda.put({ FunctionName: 'hello', FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:hello' });
    expect((await run({ files, link: onAws('111111111111') })).kind).toBe('updated');
    await expect(run({ files, link: onAws('333333333333') })).rejects.toThrow('is account 111111111111');
  });

  test('where nothing tells the account, a link that names one is refused', async () => {
    useAws(undefined);
    const create = { runtime: 'nodejs22.x', handler: 'index.handler', role: 'r' };
    await expect(run({ files, create, link: onAws('111111111111') })).rejects.toThrow('could not be found out');
    expect((await run({ files, create, link: onAws() })).kind).toBe('created');
  });

  test('a change by someone else is not overwritten', async () => {
    lambda.put({ FunctionName: 'hello' });
    const changing = run({
      files,
      link: link(copied),
      onStage: (stage) => stage === 'upload' && lambda.put({ FunctionName: 'hello', Timeout: 99 }),
    });
    await expect(changing).rejects.toThrow('was changed by someone else while this redeploy was under way');
    expect(lambda.get('hello')).toMatchObject({ Timeout: 99 });
  });

  test('an upload whose answer was lost and that was sent again counts as done', async () => {
    lambda.put({ FunctionName: 'hello' });
    const workspace = folders.create({ 'hello/index.js': '' });
    await run({ workspace, link: link(copied) });
    const done = lambda.get('hello');
    lambda.put({ FunctionName: 'hello' });
    lambda.failNext('updateFunctionCode', new LambdaServiceError('PreconditionFailedException', 412, 'revision'));
    const outcome = await run({
      workspace,
      link: link(copied),
      onStage: (stage) => stage === 'upload' && done && lambda.put(done),
    });
    expect(outcome).toMatchObject({ kind: 'updated', configuration: { CodeSha256: done?.CodeSha256 } });
  });

  test('a function from a container image is left alone', async () => {
    lambda.put({ FunctionName: 'hello', PackageType: 'Image' });
    await expect(run({ files, link: link(copied) })).rejects.toThrow('runs from a container image');
  });

  test('a refusal of AWS is told in words', async () => {
    lambda.put({ FunctionName: 'hello' });
    lambda.failNext(
      'updateFunctionCode',
      new LambdaServiceError(
        'AccessDeniedException',
        403,
        'User: me is not authorized to perform: lambda:UpdateFunctionCode',
      ),
    );
    await expect(run({ files, link: link(copied) })).rejects.toThrow(
      'Redeploy hello on Local: the permission lambda:UpdateFunctionCode is missing.',
    );
  });
});

describe('cancelling', () => {
  const cancelled = new Error('cancelled');

  test.each(['build', 'package', 'compare', 'upload', 'wait'] as const)('works at %s', async (at) => {
    lambda.put({ FunctionName: 'hello' });
    lambda.unsettledFor = 1_000_000;
    const controller = new AbortController();
    const running = run({
      files: { 'src/index.ts': source },
      signal: controller.signal,
      onStage: (stage) => stage === at && controller.abort(cancelled),
    });
    await expect(running).rejects.toBe(cancelled);
    expect(stages.at(-1)).toBe(at);
    expect(lambda.get('hello')?.CodeSha256 === undefined).toBe(at !== 'wait');
  });

  test('kills a build that hangs', async () => {
    lambda.put({ FunctionName: 'hello' });
    const workspace = folders.create({ 'hello/src/index.ts': source });
    const mark = join(workspace, 'started');
    const hanging = join(workspace, 'esbuild');
    writeFileSync(hanging, `#!/bin/sh\ntouch ${mark}\nexec sleep 600\n`);
    chmodSync(hanging, 0o755);
    const controller = new AbortController();
    const running = run({ workspace, shippedEsbuild: hanging, signal: controller.signal });
    const failed = expect(running).rejects.toBe(cancelled);
    while (!existsSync(mark)) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(cancelled);
    await failed;
  });

  test('ends an upload under way', async () => {
    lambda.put({ FunctionName: 'hello' });
    lambda.hold('updateFunctionCode');
    const controller = new AbortController();
    const running = run({ files: { 'index.js': '' }, link: link(copied), signal: controller.signal });
    const failed = expect(running).rejects.toBe(cancelled);
    while (lambda.callsOf('updateFunctionCode').length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(cancelled);
    await failed;
    expect(lambda.callsOf('updateFunctionCode')[0]?.options?.signal?.aborted).toBe(true);
  });
});
