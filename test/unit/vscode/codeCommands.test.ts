import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Uri as VscodeUri } from 'vscode';
import { functionFiles } from '../../../src/app/build/functionFiles.ts';
import { codeDifferences, type downloadCode as download } from '../../../src/app/deployedCode.ts';
import { unpackCode } from '../../../src/app/unpackCode.ts';
import { functionArgument } from '../../../src/vscode/commands/arguments.ts';
import { CodeFolders } from '../../../src/vscode/commands/codeFolders.ts';
import { type CodeCommandOptions, compareDeployedCode } from '../../../src/vscode/commands/compareDeployedCode.ts';
import { copySnippet } from '../../../src/vscode/commands/copySnippet.ts';
import { downloadCode } from '../../../src/vscode/commands/downloadCode.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { NodeCache } from '../../../src/vscode/tree/nodes.ts';
import type { FoundLink } from '../../../src/vscode/workspaceLinks.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { zipOf } from '../../support/zip.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const temporary = new TemporaryFolders();
const orders = new NodeCache().function('local', 'orders');
let world: EditorWorld;
let codeFolders: CodeFolders;
let deployed: Record<string, string | Buffer>;
let project: string;
let options: CodeCommandOptions;

const fakeDownload: typeof download = async (_target, _name, _qualifier, folder, signal) => ({
  folder,
  paths: await unpackCode(zipOf(deployed), folder, { unzippedBytes: 10_000, entries: 10 }, signal),
});

beforeEach(() => {
  world = openEditorWorld();
  codeFolders = world.owned.add(new CodeFolders());
  deployed = { 'index.mjs': 'old', 'photo.bin': Buffer.from([0, 1, 2]) };
  project = temporary.create({ 'index.mjs': 'new' });
  const link = { functionName: 'orders', target: { kind: 'local' }, folder: '.', build: { kind: 'copy' } } as const;
  const found: FoundLink = { root: project, link };
  options = {
    ...world,
    picker: { pick: async (argument) => functionArgument(argument) },
    links: { find: async () => found },
    linker: { link: async () => undefined },
    notify: new Notify(fakeLog().log),
    folders: codeFolders,
    loadCode: async () => ({ downloadCode: fakeDownload, codeDifferences }),
    loadRedeploy: async () => ({
      files: ({ workspaceFolder }, _out, signal) => functionFiles(workspaceFolder, signal),
    }),
  };
});

afterEach(() => {
  world.owned.dispose();
});
afterAll(() => temporary.remove());

describe('Compare With Deployed Code', () => {
  test('opens one difference per file: deployed read-only on the left, the file itself on the right', async () => {
    await compareDeployedCode(options)(orders);
    const [{ command, args }] = editor.executed as [{ command: string; args: [string, VscodeUri[][]] }];
    expect([command, args[0]]).toEqual(['vscode.changes', 'orders: Local ↔ .']);
    const [index, photo] = args[1];
    expect(index?.map((uri) => uri?.toString())).toEqual([
      `file://${project}/index.mjs`,
      'lambda-code:///1/deployed/index.mjs',
      `file://${project}/index.mjs`,
    ]);
    const text = async (uri: VscodeUri | undefined) => uri && codeFolders.provideTextDocumentContent(uri);
    expect([await text(index?.[1]), await text(photo?.[1]), photo?.[2]]).toEqual([
      'old',
      'Binary file, 3 B',
      undefined,
    ]);
  });

  test('says where there are no differences', async () => {
    deployed = { 'index.mjs': 'new' };
    await compareDeployedCode(options)(orders);
    expect(editor.shown[0]?.message).toBe('No differences: orders on Local runs what . would deploy.');
    expect(editor.executed).toEqual([]);
  });

  test('keeps a few folders, removes the oldest, and all of them at the end', async () => {
    const made = [];
    for (let count = 0; count < 6; count += 1) made.push(await codeFolders.create());
    expect(made.map((folder) => existsSync(folder))).toEqual([false, false, true, true, true, true]);
    const ended = Uri.from({ scheme: 'lambda-code', path: '/1/index.mjs' }) as unknown as VscodeUri;
    const outside = Uri.from({ scheme: 'lambda-code', path: '/6/../../etc/passwd' }) as unknown as VscodeUri;
    for (const uri of [ended, outside]) {
      expect(await codeFolders.provideTextDocumentContent(uri)).toBe('This comparison has ended. Compare again.');
    }
    codeFolders.dispose();
    expect(made.some((folder) => existsSync(folder))).toBe(false);
  });
});

describe('Download Code…', () => {
  test('unpacks into a folder of the function’s name', async () => {
    const parent = temporary.create();
    editor.answers = [parent];
    await downloadCode(options)(orders);
    expect(readFileSync(join(parent, 'orders', 'index.mjs'), 'utf8')).toBe('old');
    expect(editor.shown[0]).toMatchObject({
      message: `2 files of orders on Local are in ${join(parent, 'orders')}.`,
      buttons: ['Open Folder'],
    });
  });

  test('asks before it overwrites, by name, and leaves everything where it is declined', async () => {
    const parent = temporary.create({ 'orders/index.mjs': 'mine' });
    editor.answers = [parent, undefined];
    await downloadCode(options)(orders);
    expect(editor.shown[0]).toMatchObject({ detail: 'index.mjs', buttons: ['Overwrite'] });
    expect(readFileSync(join(parent, 'orders', 'index.mjs'), 'utf8')).toBe('mine');
    editor.answers = [parent, 'Overwrite'];
    await downloadCode(options)(orders);
    expect(readFileSync(join(parent, 'orders', 'index.mjs'), 'utf8')).toBe('old');
  });
});

describe('Copy As…', () => {
  test('puts the function as it is now on the clipboard, without the values of its variables', async () => {
    world.local.lambda.put({ FunctionName: 'orders', Environment: { Variables: { API_KEY: 's3cret' } } });
    editor.answers = ['Terraform'];
    await copySnippet(options)(orders);
    expect(editor.clipboard).toContain('resource "aws_lambda_function" "orders"');
    expect(editor.clipboard).not.toContain('s3cret');
    expect(editor.shown[0]?.message).toBe(
      'orders is on the clipboard as Terraform. Values of its variables were left out: they are parameters.',
    );
  });

  test('Escape leaves the clipboard alone', async () => {
    editor.clipboard = 'before';
    await copySnippet(options)(orders);
    expect(editor.clipboard).toBe('before');
  });
});
