/** Installs a package into the browser workbench, as a person does with "Install from VSIX…". */

import { mkdirSync } from 'node:fs';
import { HumanError } from '../../src/base/humanError.ts';
import { runCommand } from '../shared/childProcess.ts';
import { type ServerFolders, serverCommand } from './codeServer.ts';

export async function installVsix(vsix: string, folders: ServerFolders): Promise<void> {
  mkdirSync(folders.extensionsFolder, { recursive: true });
  const { command, args, env } = await serverCommand(folders);
  const { exitCode, output } = await runCommand(command, [...args, '--install-extension', vsix, '--force'], {
    env,
    deadlineMs: 60_000,
  });
  if (exitCode !== 0 || !/successfully installed/.test(output)) {
    throw new HumanError(`VS Code refused to install ${vsix}:\n${output.trim()}`);
  }
}
