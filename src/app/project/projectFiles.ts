/** Finds the files of a workspace folder that may define functions, without reading any. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface ProjectFiles {
  /** Absolute paths of all files in sight, by folder; folders in the order in which they were found. */
  readonly byFolder: ReadonlyMap<string, readonly string[]>;
  /** Whether the folder was too large to be seen whole. */
  readonly isCutOff: boolean;
}

/** Never entered: dependencies, caches, what builds leave. `cdk.out` is, because it says what an app consists of. */
const passedOver = new Set([
  'node_modules',
  'bower_components',
  'site-packages',
  '__pycache__',
  'venv',
  'target',
  'vendor',
  'coverage',
]);

/** Projects of this depth and size are seen whole; a home folder opened by accident must not keep a disk busy. */
const maximumDepth = 8;
const maximumEntries = 50_000;

/** Breadth first, so that what lies near the root is found even in a folder that is too large. */
export async function projectFiles(root: string, signal: AbortSignal): Promise<ProjectFiles> {
  const byFolder = new Map<string, readonly string[]>();
  let level = [root];
  let entries = 0;
  for (let depth = 0; depth <= maximumDepth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      signal.throwIfAborted();
      if (entries > maximumEntries) return { byFolder, isCutOff: true };
      const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
      found.sort((a, b) => (a.name < b.name ? -1 : 1));
      entries += found.length;
      byFolder.set(
        folder,
        found.filter((entry) => entry.isFile()).map(({ name }) => name),
      );
      const below = found.filter((entry) => entry.isDirectory() && isEntered(folder, entry.name));
      next.push(...below.map(({ name }) => join(folder, name)));
    }
    level = next;
  }
  return { byFolder, isCutOff: level.length > 0 };
}

/** Assets of the CDK are packages, not projects. */
function isEntered(folder: string, name: string): boolean {
  if (/[\\/]cdk\.out$/.test(folder)) return name.startsWith('assembly-');
  return !name.startsWith('.') && !passedOver.has(name);
}
