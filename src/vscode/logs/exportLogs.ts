/** Asks for a file and writes what is exported into it, piece by piece. */

import { open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { Uri, window, workspace } from 'vscode';
import { exportText } from '../../app/logExport.ts';
import { HumanError } from '../../base/humanError.ts';
import type { LogExport, LogSnapshot } from '../../protocol/logPanel.ts';

/** Resolves with the file, or `undefined` when no file was chosen. A file that could not be written in full is removed. */
export async function exportLogs(snapshot: LogSnapshot, request: LogExport): Promise<Uri | undefined> {
  const { format, reading } = request;
  // Before the question: a filter that finds nothing needs no file.
  const pieces = exportText(snapshot, request);
  const first = pieces.next();
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const file = await window.showSaveDialog({
    title: 'Export Logs',
    defaultUri: Uri.joinPath(folder, `lambda-${reading}.${format}`),
    filters: format === 'csv' ? { CSV: ['csv'] } : { NDJSON: ['ndjson', 'jsonl'] },
  });
  if (file === undefined) return undefined;
  if (file.scheme !== 'file')
    throw new HumanError(`Logs are exported to files on disk, and this is none: ${file.toString()}`);
  const handle = await open(file.fsPath, 'w');
  try {
    if (first.done !== true) await handle.write(first.value);
    for (const piece of pieces) await handle.write(piece);
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(file.fsPath, { force: true });
    throw error;
  }
  return file;
}
