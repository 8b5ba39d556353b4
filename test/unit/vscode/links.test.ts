import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RedeployOutcome } from '../../../src/app/deploy/redeploy.ts';
import type { RootScan } from '../../../src/app/project/projectCatalog.ts';
import type { ProjectFunction } from '../../../src/app/project/projectFunction.ts';
import { TestEventFolder } from '../../../src/app/testEvents/testEventFolder.ts';
import { silentLog } from '../../../src/base/log.ts';
import { createSampleFunction } from '../../../src/vscode/commands/createSampleFunction.ts';
import { deployNewFunction } from '../../../src/vscode/commands/deployNewFunction.ts';
import { redeploy } from '../../../src/vscode/commands/redeploy.ts';
import { FunctionPicker } from '../../../src/vscode/functionPicker.ts';
import { Linker } from '../../../src/vscode/linker.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import type { InvokePanels } from '../../../src/vscode/panels/invokePanels.ts';
import type { RedeployFlow } from '../../../src/vscode/redeployFlow.ts';
import { SourceOpener, sourceCandidates } from '../../../src/vscode/sourceOpener.ts';
import { NodeCache } from '../../../src/vscode/tree/nodes.ts';
import { type FoundLink, WorkspaceLinks } from '../../../src/vscode/workspaceLinks.ts';
import { settle } from '../../fakes/fakeClock.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { type EditorWorld, fakeLog, openEditorWorld, prodAccount } from './editorWorld.ts';

const handler = 'export const handler = async () => {};\n';
const unchanged: RedeployOutcome = { kind: 'unchanged', codeSha256: '', steps: [] };
const nodes = new NodeCache();

const folders = new TemporaryFolders();
let world: EditorWorld;
let root: string;
let links: WorkspaceLinks;
let linker: Linker;
let scans: RootScan[];
let picker: FunctionPicker;
let opened: string[];
let deployed: { readonly found: FoundLink; readonly create: unknown }[];
let flow: RedeployFlow;
let panels: InvokePanels;

beforeEach(() => {
  world = openEditorWorld();
  root = folders.create({
    'orders/index.ts': handler,
    'orders/worker/index.ts': handler,
    'billing/app.py': 'def handler(event, context):\n    return 1\n',
  });
  editor.workspaceFolders = [{ uri: Uri.file(root), name: 'work' }];
  editor.files = ['orders/index.ts', 'orders/worker/index.ts', 'billing/app.py'].map((file) =>
    Uri.file(path.join(root, file)),
  );
  links = world.owned.add(new WorkspaceLinks(new MemoryStore(), silentLog));
  scans = [];
  linker = new Linker({ ...world, links, project: { scans: async () => scans } });
  opened = [];
  deployed = [];
  panels = {
    active: undefined,
    open: ({ functionName }: { functionName: string }) => void opened.push(functionName),
  } as unknown as InvokePanels;
  picker = new FunctionPicker({ ...world, links, panels });
  flow = {
    run: async (found: FoundLink, create: unknown) => {
      deployed.push({ found, create });
      return unchanged;
    },
  } as unknown as RedeployFlow;
});

afterEach(() => {
  world.owned.dispose();
  folders.remove();
});

const link = (functionName: string, folder: string) =>
  links.save({
    root,
    link: { functionName, target: { kind: 'local' }, folder, build: { kind: 'esbuild', entry: 'index.ts' } },
  });

describe('Redeploy', () => {
  const press = (argument?: unknown) => redeploy(picker, links, linker, flow, world.trust)(argument);

  test('of a linked function asks nothing', async () => {
    await link('orders', 'orders');
    await press(nodes.function('local', 'orders'));
    expect(deployed).toMatchObject([{ found: { root, link: { functionName: 'orders' } }, create: undefined }]);
    expect(editor.picks).toEqual([]);
  });

  test('from a file means the function of the innermost linked folder', async () => {
    await link('orders', 'orders');
    await link('worker', 'orders/worker');
    editor.activeDocument = Uri.file(path.join(root, 'orders/worker/index.ts'));
    await press();
    expect(deployed.map(({ found }) => found.link.functionName)).toEqual(['worker']);
  });

  test('of an unlinked function asks once for the folder, guesses first, and remembers it', async () => {
    editor.answers = ['billing'];
    await press(nodes.function('local', 'billing'));
    expect(editor.picks[0]?.labels[0]).toBe('billing');
    expect(deployed).toHaveLength(1);
    await press(nodes.function('local', 'billing'));
    expect(editor.picks).toHaveLength(1);
    expect(deployed).toHaveLength(2);
    const file = JSON.parse(
      readFileSync(path.join(root, '.vscode/lambda-workbench.json'), 'utf8').replace(/^\s*\/\/.*$/gm, ''),
    );
    expect(file.links).toEqual([
      { functionName: 'billing', target: { kind: 'local' }, folder: 'billing', build: { kind: 'copy' } },
    ]);
  });

  const defined = (functionName: string, folder: string): ProjectFunction => ({
    kind: 'sam',
    functionName,
    logicalId: functionName,
    place: { file: path.join(root, 'template.yaml'), line: 3 },
    folder: path.join(root, folder),
    build: undefined,
    settings: { handler: 'app.handler' },
  });
  const scanOf = (...functions: ProjectFunction[]): RootScan => ({
    root,
    functions,
    problems: [],
    definitionFiles: [],
    isCutOff: false,
  });

  test('of a function that the template names asks nothing: it is linked to the folder of its definition', async () => {
    scans = [scanOf(defined('bills', 'billing'), defined('other', 'orders'))];
    await press(nodes.function('local', 'bills'));
    expect(editor.picks).toEqual([]);
    expect(deployed[0]?.found.link).toMatchObject({ folder: 'billing', build: { kind: 'copy' } });
  });

  test('asks where two definitions name the function', async () => {
    scans = [scanOf(defined('bills', 'billing'), defined('bills', 'orders'))];
    await press(nodes.function('local', 'bills'));
    expect(editor.picks).toHaveLength(1);
  });

  test('of a function whose handler is that of the folder of its name asks nothing', async () => {
    world.local.lambda.put({ FunctionName: 'billing', Runtime: 'python3.12', Handler: 'app.handler' });
    await world.catalog.refreshFunction('local', 'billing');
    await press(nodes.function('local', 'billing'));
    expect(editor.picks).toEqual([]);
    expect(deployed[0]?.found.link.folder).toBe('billing');
  });

  test('asks where the deployed handler is another one', async () => {
    world.local.lambda.put({ FunctionName: 'billing', Runtime: 'python3.12', Handler: 'main.run' });
    await world.catalog.refreshFunction('local', 'billing');
    await press(nodes.function('local', 'billing'));
    expect(editor.picks).toHaveLength(1);
  });

  test('keeps target and account of a function on AWS', async () => {
    editor.answers = ['orders'];
    await press(nodes.function('prod/eu-west-1', 'orders'));
    expect(deployed[0]?.found.link.target).toEqual({
      kind: 'aws',
      profile: 'prod',
      region: 'eu-west-1',
      accountId: prodAccount,
    });
  });

  test('Escape at the folder deploys nothing', async () => {
    await press(nodes.function('local', 'orders'));
    expect(deployed).toEqual([]);
  });

  test('without a folder says so, with the way to open one', async () => {
    editor.workspaceFolders = [];
    await expect(press(nodes.function('local', 'orders'))).rejects.toMatchObject({
      message: expect.stringContaining('no folder is open'),
      action: { label: 'Open Folder' },
    });
  });

  test('in a folder that is not on a disk says that', async () => {
    editor.workspaceFolders = [{ uri: Uri.from({ scheme: 'vscode-vfs', path: '/repo' }), name: 'repo' }];
    await expect(press(nodes.function('local', 'orders'))).rejects.toThrow('not on a disk: repo');
  });

  test('a chosen folder without a handler is named, with what was expected', async () => {
    const empty = path.join(root, 'billing', '..');
    editor.answers = ['$(folder-opened) Choose Another Folder…', empty];
    await expect(press(nodes.function('local', 'orders'))).rejects.toThrow('No handler file was found');
  });

  test('says why it does nothing in an untrusted workspace', async () => {
    editor.isTrusted = false;
    await expect(press()).rejects.toMatchObject({ action: { command: 'workbench.trust.manage' } });
  });
});

describe('choosing a function', () => {
  test('lists the functions of all targets as they come in', async () => {
    world.local.lambda.put({ FunctionName: 'here' });
    world.prod.lambda.put({ FunctionName: 'there' });
    const picked = picker.pick(undefined, 'Invoke');
    await settle();
    const [quickPick] = editor.quickPicks;
    expect(quickPick?.items.map(({ label }) => label)).toEqual(['here', 'there']);
    expect(quickPick?.busy).toBe(false);
    quickPick?.accept('there');
    expect(await picked).toEqual({ targetId: 'prod/eu-west-1', functionName: 'there' });
  });

  test('Escape is no error', async () => {
    world.local.lambda.put({ FunctionName: 'here' });
    const picked = picker.pick(undefined, 'Invoke');
    await settle();
    editor.quickPicks[0]?.hide();
    expect(await picked).toBeUndefined();
  });

  test('without any function says so and offers a sample', async () => {
    await expect(picker.pick(undefined, 'Invoke')).rejects.toMatchObject({
      action: { command: 'lambdaWorkbench.createSampleFunction' },
    });
  });

  test('a key pressed in the tree means the selected row', async () => {
    world.treeView.selection = [nodes.function('local', 'selected')];
    expect(await picker.pick('selection', 'Invoke')).toEqual({ targetId: 'local', functionName: 'selected' });
  });
});

describe('Deploy New Function', () => {
  const press = (argument?: unknown) => deployNewFunction({ ...world, links, linker, flow })(argument);

  test('on Local asks for folder, target and name, and for no role', async () => {
    editor.answers = ['billing', 'Local', 'billing-2'];
    await press();
    expect(deployed).toMatchObject([
      {
        found: { link: { functionName: 'billing-2', folder: 'billing' } },
        create: { handler: 'app.handler', role: expect.stringMatching(/^arn:aws:iam::000000000000:role\//) },
      },
    ]);
  });

  test('on AWS offers the roles that other functions run with', async () => {
    const role = `arn:aws:iam::${prodAccount}:role/orders`;
    world.prod.lambda.put({ FunctionName: 'other', Role: role });
    world.catalog.functions('prod/eu-west-1');
    await settle();
    editor.answers = ['billing', 'billing', role];
    // Whoever may not list roles may still choose what others run with.

    await press(nodes.target('prod/eu-west-1'));
    expect(deployed[0]?.create).toMatchObject({ role });
  });

  test('refuses a name that is taken or is none', async () => {
    world.local.lambda.put({ FunctionName: 'taken' });
    world.catalog.functions('local');
    await settle();
    for (const name of ['taken', 'not a name']) {
      editor.answers = ['billing', 'Local', name];
      await press();
    }
    expect(deployed).toEqual([]);
  });
});

describe('Create Sample Function', () => {
  const press = () => createSampleFunction({ ...world, linker, flow, panels })();

  test.each([
    ['TypeScript', 'hello-typescript', 'index.ts', 'nodejs22.x'],
    ['JavaScript', 'hello-javascript', 'index.mjs', 'nodejs22.x'],
    ['Python', 'hello-python', 'app.py', 'python3.13'],
  ])('%s: writes the handler, deploys it, opens it and its panel', async (language, name, file, runtime) => {
    editor.answers = [language];
    await press();
    expect(readFileSync(path.join(root, name, file), 'utf8')).toContain('handler');
    expect(deployed).toMatchObject([{ found: { link: { functionName: name, folder: name } }, create: { runtime } }]);
    expect(editor.opened[0]?.uri).toContain(`${name}/${file}`);
    expect(opened).toEqual([name]);
    expect(world.revealed).toMatchObject([{ kind: 'function', functionName: name }]);
    const events = new TestEventFolder(root, name);
    expect((await events.list()).defaultName).toBe('default');
    expect(await events.read('default')).toBe('{\n  "name": "Ada"\n}');
  });

  test('writes over nothing: a taken folder or function gets a number', async () => {
    world.local.lambda.put({ FunctionName: 'hello-python-2' });
    for (const name of ['hello-python', 'hello-python-3']) {
      editor.answers = ['Python'];
      await press();
      expect(deployed.at(-1)?.found.link.functionName).toBe(name);
    }
  });

  test('without a folder it asks for one, and keeps the link there', async () => {
    const elsewhere = folders.create();
    editor.workspaceFolders = [];
    editor.answers = ['JavaScript', elsewhere];
    await press();
    expect(deployed[0]?.found.root).toBe(elsewhere);
    expect(await links.find({ targetId: 'local', functionName: 'hello-javascript' })).toMatchObject({
      root: elsewhere,
    });
  });
});

describe('a stack frame', () => {
  const opener = (keptMaps?: string) =>
    new SourceOpener({ links, keptMaps: () => keptMaps, notify: new Notify(fakeLog().log) });
  const frame = (file: string, line = 2) => ({ text: `at ${file}`, location: { file, line, column: 5 } });

  test('is looked for by its tail, the longest first, and never outside the folder', () => {
    expect(sourceCandidates('/code/orders', '/var/task/src/index.js')).toEqual([
      '/code/orders/var/task/src/index.js',
      '/code/orders/task/src/index.js',
      '/code/orders/src/index.js',
      '/code/orders/index.js',
    ]);
    expect(sourceCandidates('/code/orders', '/var/task/../../etc/passwd')).toEqual([]);
  });

  test('of Java is looked for where Maven and Gradle keep it', () => {
    expect(sourceCandidates('/code/orders', 'example/Handler.java')).toContain(
      '/code/orders/src/main/java/example/Handler.java',
    );
  });

  test('opens the source at its line', async () => {
    await link('orders', 'orders');
    await opener().open({ targetId: 'local', functionName: 'orders' }, frame('/var/task/index.ts'));
    expect(editor.opened).toEqual([{ uri: `file://${root}/orders/index.ts`, line: 1 }]);
  });

  test('in a bundle opens the entry, without a line that would be wrong, and says why', async () => {
    await link('orders', 'orders');
    await opener().open({ targetId: 'local', functionName: 'orders' }, frame('/var/task/bundle.mjs'));
    expect(editor.opened).toEqual([{ uri: `file://${root}/orders/index.ts`, line: undefined }]);
    expect(editor.shown[0]?.message).toBe(
      'Line 2 is of the built file bundle.mjs, and this build was not made here: the entry is shown without a line. Redeploy to get lines.',
    );
  });

  test('of code that was deployed from here goes through the map that was kept of it', async () => {
    await link('orders', 'orders');
    // One segment: line 1, column 1 of the bundle is line 1, column 1 of the source.
    const map = JSON.stringify({ version: 3, sources: ['worker/index.ts'], names: [], mappings: 'AAAA' });
    const kept = folders.create({ 'bundle.mjs.map': map });
    await opener(kept).open({ targetId: 'local', functionName: 'orders' }, frame('/var/task/bundle.mjs', 1));
    expect(editor.opened).toEqual([{ uri: `file://${root}/orders/worker/index.ts`, line: 0 }]);
    expect(editor.shown).toEqual([]);
  });

  test('of an unlinked function says what is missing', async () => {
    const sources = opener();
    await expect(sources.open({ targetId: 'local', functionName: 'x' }, frame('/var/task/a.js'))).rejects.toThrow(
      'not in a folder linked to the function: /var/task/a.js',
    );
  });
});
