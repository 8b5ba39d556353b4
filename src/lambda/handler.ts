/** How a handler setting names a file and something in it, and which file a build has to leave there. */

import { parseRuntime, type RuntimeFamily } from './runtimes.ts';

export interface HandlerReference {
  /** Path of the module inside the package, POSIX, without extension: `src/index`. */
  readonly modulePath: string;
  /** What the module exports; may have dots (`handlers.create`). */
  readonly exportName: string;
}

/**
 * Reads `path/module.export` (Node.js) or `pkg.module.function` (Python).
 * Returns `undefined` for families whose handler names no file, and for text the runtime itself would refuse:
 * Node.js takes everything up to the last slash and then up to the first dot, and refuses `..`;
 * Python takes everything before the last dot and reads its dots as slashes.
 */
export function parseHandler(handler: string, family: RuntimeFamily): HandlerReference | undefined {
  if (handler.includes('..')) return undefined;
  switch (family) {
    case 'nodejs': {
      const match = /^((?:.*\/)?[^./]+)\.([^/]+)$/.exec(handler);
      return match ? { modulePath: trimRoot(match[1] ?? ''), exportName: match[2] ?? '' } : undefined;
    }
    case 'python': {
      const match = /^(.+)\.([^./]+)$/.exec(handler);
      if (!match) return undefined;
      return { modulePath: trimRoot((match[1] ?? '').replaceAll('.', '/')), exportName: match[2] ?? '' };
    }
    case 'java':
    case 'ruby':
    case 'dotnet':
    case 'provided':
    case 'other':
      return undefined;
  }
}

/** Files of a package that could hold the handler's module, in the order in which the runtime looks for them. */
export function handlerFiles(handler: string, runtime: string): readonly string[] {
  const family = parseRuntime(runtime).family;
  const reference = parseHandler(handler, family);
  if (!reference) return [];
  const { modulePath } = reference;
  return family === 'python'
    ? [`${modulePath}/__init__.py`, `${modulePath}.py`]
    : [modulePath, `${modulePath}.js`, `${modulePath}.mjs`, `${modulePath}.cjs`];
}

function trimRoot(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '');
}
