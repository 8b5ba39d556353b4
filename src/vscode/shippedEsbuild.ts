/** The esbuild that comes with the extension, where its package was made for this platform. */

import { existsSync } from 'node:fs';
import path from 'node:path';

/** `undefined` in the universal package. Beside sources there is the development dependency, for trying things out. */
export function shippedEsbuild(extensionFolder: string): string | undefined {
  const { platform, arch } = process;
  const file = platform === 'win32' ? 'esbuild.exe' : 'esbuild';
  const developed = path.join('node_modules', '@esbuild', `${platform}-${arch}`, platform === 'win32' ? '' : 'bin');
  return [path.join('dist', 'bin', file), path.join(developed, file)]
    .map((relative) => path.join(extensionFolder, relative))
    .find((candidate) => existsSync(candidate));
}
