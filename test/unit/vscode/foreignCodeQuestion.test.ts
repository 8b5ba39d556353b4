import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Uri as VscodeUri } from 'vscode';
import { functionFiles } from '../../../src/app/build/functionFiles.ts';
import type { ForeignCode } from '../../../src/app/deploy/foreignCode.ts';
import { codeDifferences, type downloadCode } from '../../../src/app/deployedCode.ts';
import { unpackCode } from '../../../src/app/unpackCode.ts';
import { CodeFolders } from '../../../src/vscode/commands/codeFolders.ts';
import { askAboutForeignCode } from '../../../src/vscode/foreignCodeQuestion.ts';
import { editor } from '../../fakes/vscode.ts';
import { TemporaryFolders } from '../../support/temporaryFolder.ts';
import { zipOf } from '../../support/zip.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

const temporary = new TemporaryFolders();
const never = new AbortController().signal;
let world: EditorWorld;
let folders: CodeFolders;

beforeEach(() => {
  world = openEditorWorld();
  folders = world.owned.add(new CodeFolders());
});
afterEach(() => world.owned.dispose());
afterAll(() => temporary.remove());

const fakeDownload: typeof downloadCode = async (_target, _name, _qualifier, folder, signal) => ({
  folder,
  paths: await unpackCode(zipOf({ 'index.mjs': 'theirs' }), folder, { unzippedBytes: 10_000, entries: 10 }, signal),
});

async function ask(over: Partial<ForeignCode> = {}): Promise<boolean> {
  const project = temporary.create({ 'index.mjs': 'ours' });
  const files = await functionFiles(project, never);
  const loadCode = async () => ({ downloadCode: fakeDownload, codeDifferences });
  const deployed = { FunctionName: 'orders', LastModified: new Date(world.clock.now() - 120_000).toISOString() };
  const found = { deployed, ownDeploymentAt: world.clock.now() - 3_600_000, files, ...over };
  return await askAboutForeignCode({ folders, clock: world.clock, loadCode }, world.local, found, never);
}

describe('code of someone else', () => {
  test('is told of with its time, above everything, and kept where nobody says otherwise', async () => {
    expect(await ask()).toBe(false);
    expect(editor.shown).toEqual([
      {
        kind: 'warning',
        message: 'orders on Local was deployed by someone else since you last did.',
        detail:
          'Deployed there 2 min ago.\nLast deployed from here 1 h ago.\nOverwriting replaces it; Undo brings it back.',
        buttons: ['Overwrite', 'Show Difference'],
      },
    ]);
  });

  test('is overwritten when that is pressed', async () => {
    editor.answers = ['Overwrite'];
    expect(await ask()).toBe(true);
  });

  test('is shown beside what would replace it, which outlives the build; then it is asked again', async () => {
    editor.answers = ['Show Difference', 'Keep'];
    expect(await ask()).toBe(false);
    const [{ command, args }] = editor.executed as [{ command: string; args: [string, VscodeUri[][]] }];
    expect([command, args[0]]).toEqual(['vscode.changes', 'orders: Local ↔ to be deployed']);
    const [, deployed, here] = args[1][0] ?? [];
    const text = async (uri: VscodeUri | undefined) => uri && folders.provideTextDocumentContent(uri);
    expect([await text(deployed), await text(here)]).toEqual(['theirs', 'ours']);
    expect(editor.shown.at(-1)?.buttons).toEqual(['Overwrite', 'Keep']);
  });

  test('has no difference to show for an undo', async () => {
    await ask({ files: undefined });
    expect(editor.shown[0]?.buttons).toEqual(['Overwrite']);
  });
});
