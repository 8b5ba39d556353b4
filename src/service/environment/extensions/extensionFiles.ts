/** Which external extensions a function brings: the files of `/opt/extensions`. */

import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface ExtensionFile {
  /** The name under which it has to register. */
  readonly name: string;
  readonly path: string;
  readonly isExecutable: boolean;
}

/** Turns all extensions off; Lambda's runtime supervisor knows this name. */
const disablingFile = 'disable-extensions-jwigqn8j';

/** In the order of their names. `layersFolder` is what is /opt on Lambda; folders and links to nowhere are left out. */
export async function extensionFiles(layersFolder: string | undefined): Promise<readonly ExtensionFile[]> {
  if (layersFolder === undefined) return [];
  const folder = join(layersFolder, 'extensions');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  if (names.length === 0 || (await isThere(join(layersFolder, disablingFile), constants.F_OK))) return [];
  return Promise.all(
    names.sort().map(async (name) => {
      const path = join(folder, name);
      return { name, path, isExecutable: await isThere(path, constants.X_OK) };
    }),
  );
}

async function isThere(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
