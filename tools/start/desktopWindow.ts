/** Opens a desktop VS Code with the extension under development, on settings of its own. */

import { startProcess, stopProcess } from '../shared/childProcess.ts';
import { rootFolder, samplesFolder } from '../shared/paths.ts';
import { quietSettings, writeSettings } from '../vscode-host/quietSettings.ts';
import type { EditorWindow } from './editorWindow.ts';
import type { StartFolders } from './startFolders.ts';

export async function openDesktopWindow(
  program: string,
  folders: StartFolders,
  env: Readonly<Record<string, string>>,
): Promise<EditorWindow> {
  writeSettings(folders.user, quietSettings);
  const args = [
    samplesFolder,
    `--extensionDevelopmentPath=${rootFolder}`,
    ...['--user-data-dir', folders.user, '--extensions-dir', folders.extensions],
    ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-updates', '--new-window'],
    // Electron refuses to run as root inside its sandbox; containers often leave no choice.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const child = startProcess(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  return {
    announcement: `VS Code is open: ${program}`,
    closed: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => resolve('VS Code was closed.'));
    }),
    close: () => stopProcess(child),
  };
}
