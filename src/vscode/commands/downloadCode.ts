/** "Download Code…": the deployed package, unpacked into a folder of the developer's choice. */

import { access, cp } from 'node:fs/promises';
import path from 'node:path';
import { Uri, window } from 'vscode';
import { messages } from '../messages.ts';
import { withSlowProgress } from '../slowProgress.ts';
import type { CodeCommandOptions } from './compareDeployedCode.ts';
import type { CommandHandler } from './registry.ts';

export type DownloadCodeOptions = Pick<
  CodeCommandOptions,
  'picker' | 'targets' | 'notify' | 'clock' | 'folders' | 'loadCode'
>;

const namedFiles = 5;

export function downloadCode(options: DownloadCodeOptions): CommandHandler {
  const { picker, targets, notify, clock, folders, loadCode } = options;
  return async (argument) => {
    const key = await picker.pick(argument, 'Download Code');
    if (key === undefined) return;
    const target = targets.get(key.targetId);
    if (target === undefined) throw messages.unknownTarget(key.targetId);
    const title = `Download the code of ${key.functionName}`;
    const chosen = await window.showOpenDialog({
      title,
      openLabel: 'Download Here',
      canSelectFiles: false,
      canSelectFolders: true,
    });
    const parent = chosen?.[0]?.fsPath;
    if (parent === undefined) return;
    const folder = path.join(parent, key.functionName);
    const code = await withSlowProgress(clock, `${title} from ${target.label}`, async (_, signal) => {
      const [{ downloadCode: download }, temporary] = await Promise.all([loadCode(), folders.create()]);
      return await download(target, key.functionName, key.qualifier, temporary, signal);
    });
    if (!(await mayOverwrite(folder, code.paths))) return;
    await cp(code.folder, folder, { recursive: true });
    notify.info(`${code.paths.length} files of ${key.functionName} on ${target.label} are in ${folder}.`, {
      label: 'Open Folder',
      command: 'vscode.openFolder',
      arguments: [Uri.file(folder), { forceNewWindow: true }],
    });
  };
}

/** Names what would be lost; asks nothing where nothing would. */
async function mayOverwrite(folder: string, paths: readonly string[]): Promise<boolean> {
  const there = await Promise.all(
    paths.map((name) =>
      access(path.join(folder, name)).then(
        () => [name],
        () => [],
      ),
    ),
  );
  const lost = there.flat();
  if (lost.length === 0) return true;
  const more = lost.length > namedFiles ? [`and ${lost.length - namedFiles} more`] : [];
  const button = 'Overwrite';
  const message = `Overwrite ${lost.length} file${lost.length === 1 ? '' : 's'} in ${folder}?`;
  const detail = [...lost.slice(0, namedFiles), ...more].join('\n');
  return (await window.showWarningMessage(message, { modal: true, detail }, button)) === button;
}
