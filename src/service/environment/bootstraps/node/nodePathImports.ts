/** ES modules find packages of layers: Lambda's Node.js looks for them along NODE_PATH, which plain Node.js does not. */

import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Context {
  readonly parentURL?: string;
}
type Resolve = (specifier: string, context: Context) => unknown;

/** What this does with the loader of modules; newer than the oldest Node.js that this runs on. */
interface Hooks {
  /** From 22.15 and 23.5 on: in the same thread, at no cost. */
  registerHooks?(hooks: { resolve(specifier: string, context: Context, next: Resolve): unknown }): void;
  /** From 18.19 and 20.6 on: in a thread of its own. */
  register?(address: string): void;
}

/** Does nothing where no folder of NODE_PATH is there: a function without layers pays nothing. */
export function resolveImportsThroughNodePath(): void {
  const folders = (process.env['NODE_PATH'] ?? '').split(delimiter);
  const found = folders.filter((folder) => basename(folder) === 'node_modules' && existsSync(folder));
  if (found.length === 0) return;
  // A module beside `node_modules` would find its packages, so the search is done in the name of one.
  const parentURLs = found.map((folder) => pathToFileURL(join(dirname(folder), 'layer.mjs')).href);
  const hooks = module as Hooks;
  if (hooks.registerHooks !== undefined) hooks.registerHooks({ resolve: resolverInThread(parentURLs) });
  else hooks.register?.(`data:text/javascript,${encodeURIComponent(resolverInItsOwnThread(parentURLs))}`);
}

function resolverInThread(parentURLs: readonly string[]) {
  return (specifier: string, context: Context, next: Resolve): unknown => {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!isMissingPackage(specifier, error)) throw error;
      for (const parentURL of parentURLs) {
        try {
          return next(specifier, { ...context, parentURL });
        } catch {
          // The next folder may have it; if none has, the first error is the true one.
        }
      }
      throw error;
    }
  };
}

/** The same for an older Node.js, as the text of a module: nothing of this thread can be passed there. */
function resolverInItsOwnThread(parentURLs: readonly string[]): string {
  return `export async function resolve(specifier, context, next) {
    try {
      return await next(specifier, context);
    } catch (error) {
      if (!(${isMissingPackage.toString()})(specifier, error)) throw error;
      for (const parentURL of ${JSON.stringify(parentURLs)}) {
        try {
          return await next(specifier, { ...context, parentURL });
        } catch {}
      }
      throw error;
    }
  }`;
}

/** Neither a path nor an address, and not found. */
function isMissingPackage(specifier: string, error: unknown): boolean {
  return (error as { code?: string } | null)?.code === 'ERR_MODULE_NOT_FOUND' && !/^[./#]|^\w+:/.test(specifier);
}
