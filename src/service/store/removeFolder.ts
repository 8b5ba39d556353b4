/** Removes folders that functions have had their hands on. */

import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A process that is just being killed may still be writing. */
const mostAttempts = 4;

/**
 * Removes a folder with everything in it, also where permissions were taken away. Links are removed, never followed.
 * A folder that is not there is removed already. Rejects when the system refuses for another reason.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      return;
    } catch (error) {
      if (attempt === mostAttempts) throw error;
      await unlock(folder);
    }
  }
}

/** Whoever owns a folder may give itself its permissions back. */
async function unlock(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) return;
  await chmod(folder, 0o700).catch(() => {});
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await unlock(join(folder, entry.name));
  }
}
