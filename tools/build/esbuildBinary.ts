/** The native esbuild of this machine, from the development dependency. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/base/humanError.ts';
import { rootFolder } from '../shared/paths.ts';

/** Path of the binary for `PLATFORM-ARCH`. Throws a `HumanError` where the dependency has none. */
export function findEsbuild(target = `${process.platform}-${process.arch}`): string {
  const folder = path.join(rootFolder, 'node_modules', '@esbuild', target);
  const found = [path.join(folder, 'bin', 'esbuild'), path.join(folder, 'esbuild.exe')].find(existsSync);
  if (!found) throw new HumanError(`esbuild has no binary for ${target} here: run npm ci on that platform`);
  return found;
}
