/** Merges unpacked layers into one folder, as Lambda does in /opt: a later one replaces files of an earlier one. */

import { hash } from 'node:crypto';
import { copyFile, link, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

/** What the merged folder of these packages is called; the package itself when it is the only one. */
export function mergedId(packageIds: readonly string[]): string {
  const [only = '', ...others] = packageIds;
  return others.length === 0 ? only : `layers-${hash('sha256', packageIds.join('\n'))}`;
}

/** Puts what is in `folders` into `target`, which must exist and be empty. Files are shared where the disk allows it. */
export async function mergeFolders(folders: readonly string[], target: string): Promise<void> {
  for (const folder of folders) await mergeOne(folder, target);
}

async function mergeOne(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = path.join(source, entry.name);
    const to = path.join(target, entry.name);
    const present = await lstat(to).catch(() => undefined);
    const isFolder = entry.isDirectory();
    // Folders are merged; anything else gives way to the later layer.
    if (present !== undefined && !(isFolder && present.isDirectory())) await rm(to, { recursive: true, force: true });
    if (isFolder) {
      await mkdir(to, { recursive: true, mode: 0o755 });
      await mergeOne(from, to);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(from), to);
    } else {
      await link(from, to).catch(() => copyFile(from, to));
    }
  }
}
