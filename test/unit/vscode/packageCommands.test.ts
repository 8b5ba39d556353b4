import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Uri as VscodeUri } from 'vscode';
import { functionFiles } from '../../../src/app/build/functionFiles.ts';
import type { RedeployLink } from '../../../src/app/deploy/redeployLink.ts';
import { functionArgument } from '../../../src/vscode/commands/arguments.ts';
import { CodeFolders } from '../../../src/vscode/commands/codeFolders.ts';
import { copyArn } from '../../../src/vscode/commands/copies.ts';
import { packageCommands } from '../../../src/vscode/commands/packageCommands.ts';
import type { CommandHandler } from '../../../src/vscode/commands/registry.ts';
import { Notify } from '../../../src/vscode/notify.ts';
import { NodeCache } from '../../../src/vscode/tree/nodes.ts';
import type { FoundLink } from '../../../src/vscode/workspaceLinks.ts';
import { editor, Uri } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { zipEntries } from '../../support/zipEntries.ts';
import { type EditorWorld, fakeLog, openEditorWorld } from './editorWorld.ts';

const temporary = new TemporaryFolders();
const nodes = new NodeCache();
const orders = nodes.function('local', 'orders');
let world: EditorWorld;
let codeFolders: CodeFolders;
let project: string;
let commands: Readonly<Record<string, CommandHandler>>;
afterAll(() => temporary.remove());

beforeEach(() => {
  world = openEditorWorld();
  codeFolders = world.owned.add(new CodeFolders());
  project = temporary.create({ 'index.mjs': 'export const handler = 1;', '.env': 'SECRET=1', 'notes.md': '' });
  const ignore = ['*.md'];
  const link: RedeployLink = {
    functionName: 'orders',
    target: { kind: 'local' },
    folder: '.',
    build: { kind: 'copy' },
    ignore,
  };
  const found: FoundLink = { root: project, link };
  commands = packageCommands({
    ...world,
    picker: { pick: async (argument) => functionArgument(argument) },
    links: { find: async () => found },
    linker: { link: async () => undefined },
    notify: new Notify(fakeLog().log),
    folders: codeFolders,
    loadRedeploy: async () => ({
      files: ({ workspaceFolder }, _out, signal) => functionFiles(workspaceFolder, signal, ignore),
    }),
  });
});
afterEach(() => world.owned.dispose());

const run = (name: 'previewPackage' | 'publishLayer', argument?: unknown) =>
  commands[`lambdaWorkbench.${name}`]?.(argument);

describe('Preview Package', () => {
  test('opens a document that cannot be edited: files, sizes, and what is left out by which rule', async () => {
    await run('previewPackage', orders);
    const [{ uri = '' } = {}] = editor.opened;
    expect(uri).toBe('lambda-code:///1/Package%20of%20orders.txt');
    const address = Uri.from({ scheme: 'lambda-code', path: '/1/Package of orders.txt' }) as unknown as VscodeUri;
    const text = await codeFolders.provideTextDocumentContent(address);
    expect(text).toContain('Package of orders for Local\n');
    expect(text).toContain('     25 B  index.mjs\n');
    expect(text).toMatch(/Left out.*\n +\.env +\.env \(built-in\)\n +notes\.md +\*\.md/);
  });

  test('builds nothing in a workspace that is not trusted', async () => {
    editor.isTrusted = false;
    await expect(run('previewPackage', orders)).rejects.toThrow('Building runs code of this workspace');
  });
});

describe('Publish Layer…', () => {
  beforeEach(() => {
    project = temporary.create({ 'python/shared.py': 'x = 1', '.env': 'SECRET=1' });
  });

  test('sends the folder with the runtimes that find something in it, and offers its ARN', async () => {
    editor.answers = ['Local', project, 'shared', 'first'];
    editor.answerMany = ['python3.13'];
    await run('publishLayer');
    const [{ input: sent = {} } = {}] = world.local.lambda.callsOf('publishLayerVersion');
    const { Content, ...input } = sent as { Content: { ZipFile: Uint8Array } };
    expect(input).toEqual({ LayerName: 'shared', Description: 'first', CompatibleRuntimes: ['python3.13'] });
    expect((await zipEntries(Content.ZipFile)).map((entry) => entry.path)).toEqual(['python/shared.py']);
    expect(editor.shown[0]).toMatchObject({
      message: expect.stringMatching(/^Version 1 of layer shared is published on Local \(\d+ B\)\.$/),
      buttons: ['Copy ARN'],
    });
    await copyArn(world.catalog)({ arn: 'arn:aws:lambda:us-east-1:000000000000:layer:shared:1' });
    expect(editor.clipboard).toBe('arn:aws:lambda:us-east-1:000000000000:layer:shared:1');
  });

  test('asks once more on a protected target, by the layer’s name', async () => {
    editor.answers = [project, 'shared', '', 'Publish shared'];
    await run('publishLayer', nodes.target('prod/eu-west-1'));
    expect(editor.shown[0]).toMatchObject({
      message: 'Publish shared on prod · eu-west-1?',
      buttons: ['Publish shared'],
    });
    expect(world.prod.lambda.callsOf('publishLayerVersion')).toHaveLength(1);
  });

  test('sends nothing when any question is answered with Escape, or the confirmation declined', async () => {
    for (const answers of [[], [project], [project, 'shared'], [project, 'shared', '', undefined]]) {
      editor.answers = answers;
      await run('publishLayer', nodes.target('prod/eu-west-1'));
    }
    expect(world.prod.lambda.callsOf('publishLayerVersion')).toEqual([]);
  });

  test('an empty folder is told', async () => {
    const empty = temporary.create({ '.env': '' });
    editor.answers = ['Local', empty];
    await expect(run('publishLayer')).rejects.toThrow(`There is nothing to publish: ${join(empty)} has no files`);
  });
});
