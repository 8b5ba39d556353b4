/** The files of a folder that a tool made, without any rules of the project about what to ignore. */

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FunctionFile } from './functionFiles.ts';

/** Sorted by path, each below `prefix`. Links are followed to files, never to folders. */
export async function treeFiles(
  folder: string,
  prefix = '',
  isWanted: (inFolder: string) => boolean = () => true,
): Promise<readonly FunctionFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry): Promise<FunctionFile | undefined> => {
      const source = path.join(entry.parentPath, entry.name);
      const inFolder = path.relative(folder, source).split(path.sep).join('/').normalize('NFC');
      if (entry.isDirectory() || !isWanted(inFolder)) return undefined;
      const found = await stat(source).catch(() => undefined);
      return found?.isFile() ? { path: prefix + inFolder, source, bytes: found.size } : undefined;
    }),
  );
  return files.filter((file) => file !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Where two have the same path, the later one is taken. */
export function merged(...lists: readonly (readonly FunctionFile[])[]): readonly FunctionFile[] {
  const byPath = new Map(lists.flat().map((file) => [file.path, file]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
