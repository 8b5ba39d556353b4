/** Finds the handler that the function's configuration names, by the rules of Lambda's Node.js runtime. */

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './errors.ts';
import { resolveImportsThroughNodePath } from './nodePathImports.ts';

// biome-ignore lint/suspicious/noExplicitAny: a handler takes and gives whatever its author likes
export type Handler = (event: any, context: any, callback?: any) => any;

/**
 * `folder/module.export.nested`, relative to the task root.
 * Rejects with the `Runtime.*` error that Lambda gives for the same mistake, or with what the module itself threw.
 */
export async function loadHandler(taskRoot: string, handler: string): Promise<Handler> {
  if (handler.includes('..')) {
    throw runtimeError(
      'Runtime.MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const fileAndExport = basename(handler);
  const folder = handler.slice(0, handler.indexOf(fileAndExport));
  const dot = fileAndExport.indexOf('.');
  if (dot < 0) throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');

  const module = await loadModule(taskRoot, folder, fileAndExport.slice(0, dot));
  const found = findExport(module, fileAndExport.slice(dot + 1));
  if (!found) throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw runtimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  return found as Handler;
}

function findExport(module: unknown, path: string): unknown {
  const walk = (from: unknown) =>
    path.split('.').reduce<unknown>((nested, key) => nested && (nested as Record<string, unknown>)[key], from);
  // A CommonJS module that was imported has its exports under `default` as well.
  return walk(module) ?? walk((module as { default?: unknown } | undefined)?.default);
}

async function loadModule(taskRoot: string, folder: string, name: string): Promise<unknown> {
  const path = resolve(taskRoot, folder, name);
  try {
    const file = findFile(path);
    if (file?.isModule) resolveImportsThroughNodePath();
    if (file !== undefined) return file.isModule ? await import(pathToFileURL(file.path).href) : require(file.path);
    return require(require.resolve(name, { paths: [taskRoot, join(taskRoot, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw syntaxError(error);
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'MODULE_NOT_FOUND') {
      throw runtimeError('Runtime.ImportModuleError', String(error));
    }
    throw error;
  }
}

/** The order in which Lambda looks; TypeScript files from Node.js 24 on, which strips their types. */
function findFile(path: string): { readonly path: string; readonly isModule: boolean } | undefined {
  const isModule = hasModuleType(dirname(path));
  const candidates: [extension: string, isModule: boolean][] = [
    ['', false],
    ['.js', isModule],
    ['.mjs', true],
    ['.cjs', false],
  ];
  if (Number.parseInt(process.versions.node, 10) >= 24) {
    candidates.push(['.ts', isModule], ['.mts', true], ['.cts', false]);
  }
  const found = candidates.find(([extension]) => existsSync(path + extension));
  return found && { path: path + found[0], isModule: found[1] };
}

/** Whether the nearest package.json says `"type": "module"`. */
function hasModuleType(folder: string): boolean {
  if (basename(folder) === 'node_modules') return false;
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) {
    try {
      return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: unknown } | null)?.type === 'module';
    } catch (error) {
      // biome-ignore lint/suspicious/noConsole: console is the function's log
      console.warn(`${manifest} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = dirname(folder);
  return parent === folder ? false : hasModuleType(parent);
}

/** Keeps where the mistake is: Node.js puts file and line before the message, in the stack of the original. */
function syntaxError(error: SyntaxError): Error {
  const wrapped = runtimeError('Runtime.UserCodeSyntaxError', String(error));
  const place = /^(.+:\d+)\n/.exec(error.stack ?? '')?.[1];
  if (place !== undefined) wrapped.stack = (wrapped.stack ?? '').replace('\n', `\n    at ${place}\n`);
  return wrapped;
}
