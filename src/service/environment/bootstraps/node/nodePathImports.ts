/** ES modules find packages of layers: Lambda's Node.js looks for them along NODE_PATH, which plain Node.js does not. */

import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Resolve = (specifier: string, context: { parentURL?: string }) => unknown;
/** From Node.js 22.15 and 23.5 on; with an older one `require` alone finds layers. */
type RegisterHooks = (hooks: {
  resolve(specifier: string, context: { parentURL?: string }, next: Resolve): unknown;
}) => void;

/** Does nothing where no folder of NODE_PATH is there: a function without layers pays nothing. */
export function resolveImportsThroughNodePath(): void {
  const folders = (process.env['NODE_PATH'] ?? '').split(delimiter);
  const parents = folders.filter((folder) => basename(folder) === 'node_modules' && existsSync(folder));
  const { registerHooks } = module as { registerHooks?: RegisterHooks };
  if (parents.length === 0 || registerHooks === undefined) return;
  // A module beside `node_modules` would find its packages, so the search is done in the name of one.
  const parentURLs = parents.map((folder) => pathToFileURL(join(dirname(folder), 'layer.mjs')).href);
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND' || /^[./#]|^\w+:/.test(specifier))
          throw error;
        for (const parentURL of parentURLs) {
          try {
            return next(specifier, { ...context, parentURL });
          } catch {
            // The next folder may have it; if none has, the first error is the true one.
          }
        }
        throw error;
      }
    },
  });
}
