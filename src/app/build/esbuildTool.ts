/** Which esbuild builds a project: its own where it has one, else the one shipped with the extension. */

import { access, constants, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Path of the native binary, or `undefined` when there is none. Looks in `node_modules` of the folder and of all above. */
export async function findEsbuild(folder: string, shipped: string | undefined): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const own = await binaryBeside(join(at, 'node_modules', 'esbuild'));
    if (own !== undefined) return own;
    if (dirname(at) === at) return shipped;
  }
}

/**
 * The npm package `esbuild` installs its binary as the package of the platform, beside itself or below itself.
 * Its own `bin/esbuild` may be a script that needs a Node.js on the path; the binary needs nothing.
 */
async function binaryBeside(esbuildPackage: string): Promise<string | undefined> {
  // pnpm links packages: what lies beside one is beside its real place.
  const real = await realpath(esbuildPackage).catch(() => undefined);
  if (real === undefined) return undefined;
  const binary = join(
    '@esbuild',
    `${process.platform}-${process.arch}`,
    ...(process.platform === 'win32' ? ['esbuild.exe'] : ['bin', 'esbuild']),
  );
  for (const candidate of [join(dirname(real), binary), join(real, 'node_modules', binary)]) {
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}
