/** Nothing of ours runs until a developer touches Lambda. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands, type DocumentLink, type DocumentSymbol, Uri, window, workspace } from 'vscode';
import { dataFolder, extension, until, workbench } from './editorSupport.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

export function activationSuite(): void {
  describe('activation', () => {
    it('does not happen when the editor starts', () => {
      assert.equal(extension().isActive, false);
    });

    it('happens for a log from disk, whose outline and links need no workbench', async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'lambda-log-'));
      try {
        const file = path.join(folder, 'yesterday.lambda-log');
        await writeFile(file, yesterday);
        const document = await workspace.openTextDocument(Uri.file(file));
        assert.equal(document.languageId, 'lambda-log');
        await window.showTextDocument(document);
        const symbols = await until('an outline', async () => {
          const found = await commands.executeCommand<DocumentSymbol[] | undefined>(
            'vscode.executeDocumentSymbolProvider',
            document.uri,
          );
          return found && found.length > 0 ? found : undefined;
        });
        assert.deepEqual(
          symbols.map(({ name }) => name),
          ['10:11:12.000 orders', '10:11:13.000 orders'],
        );
        const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', document.uri);
        assert.deepEqual(
          links.map(({ target }) => target?.path),
          ['lambdaWorkbench.showRequest', 'lambdaWorkbench.openStackFrame', 'lambdaWorkbench.showRequest'],
        );
        assert.equal(extension().exports.isLoaded(), false);
      } finally {
        await commands.executeCommand('workbench.action.closeAllEditors');
        await rm(folder, { recursive: true, force: true });
      }
    });

    it('loads no workbench and starts no service', async () => {
      const { isLoaded } = await extension().activate();
      assert.equal(isLoaded(), false);
      assert.equal(existsSync(dataFolder()), false);
    });

    it('registers every command of the manifest', async () => {
      const manifest = extension().packageJSON as Manifest;
      const wanted = manifest.contributes.commands.map(({ command }) => command);
      const registered = new Set(await commands.getCommands(true));
      assert.deepEqual(
        wanted.filter((id) => !registered.has(id)),
        [],
      );
      assert.equal(extension().exports.isLoaded(), false);
    });

    it('loads the workbench when the view is opened, with a handler for every command', async () => {
      await commands.executeCommand('lambdaWorkbench.functions.focus');
      await until('the view loads the workbench', () => extension().exports.isLoaded());
      const manifest = extension().packageJSON as Manifest;
      const { commandIds } = await workbench();
      assert.deepEqual([...commandIds].sort(), manifest.contributes.commands.map(({ command }) => command).sort());
    });
  });
}

const yesterday = `┌ 2026-01-15 10:11:12.000 · orders · 8f2c0a10-0000-4000-8000-00000000000a · cold start 90 ms · 1 s · error
  10:11:12.005 ERROR Error: boom
      at handler (/var/task/index.mjs:3:9)
└ Duration: 1000.00 ms
┌ 2026-01-15 10:11:13.000 · orders · 8f2c0a10-0000-4000-8000-00000000000b · 12 ms · success
└ Duration: 12.00 ms
`;
