/** Nothing of ours runs until a developer touches Lambda. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { commands } from 'vscode';
import { dataFolder, extension, until, workbench } from './editorSupport.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

export function activationSuite(): void {
  describe('activation', () => {
    it('does not happen when the editor starts', () => {
      assert.equal(extension().isActive, false);
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
