/** Empties a folder at once, however long its content takes to remove. */

import { randomUUID } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { removeFolder } from '../../store/removeFolder.ts';

/**
 * Resolves when the folder is empty, with a function that removes what was in it: moved aside meanwhile, within the
 * folder's parent. What cannot be moved or removed stays.
 */
export async function emptyFolder(folder: string): Promise<() => Promise<void>> {
  const aside = `${folder}-${randomUUID()}`;
  await rename(folder, aside).catch(() => {});
  await mkdir(folder, { recursive: true }).catch(() => {});
  return () => removeFolder(aside).catch(() => {});
}
