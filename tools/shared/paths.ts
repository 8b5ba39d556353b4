/** Where things are in this repository. */

import path from 'node:path';

export const rootFolder = path.resolve(import.meta.dirname, '..', '..');
export const distFolder = path.join(rootFolder, 'dist');
/** Everything that may be deleted at any time without a loss. */
export const cacheFolder = path.join(rootFolder, '.cache');
export const samplesFolder = path.join(rootFolder, 'samples');
export const vscodeHostFolder = path.join(rootFolder, 'tools', 'vscode-host');

/** The script of a development dependency, to be run by this very Node. */
export function toolScript(...segments: readonly string[]): string {
  return path.join(rootFolder, 'node_modules', ...segments);
}
