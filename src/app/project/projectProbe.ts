/** Guesses from a folder what function it holds, by the file names that developers give their handlers. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { limits } from '../../lambda/limits.ts';
import type { BuildSetting } from '../build/buildSetting.ts';

export interface ProjectGuess {
  readonly runtime: string;
  readonly handler: string;
  readonly build: BuildSetting;
  /** A valid function name made from the folder's. */
  readonly suggestedName: string;
}

/** In order of preference, as are the extensions and the folders. */
const moduleNames = ['index', 'app', 'handler', 'lambda_function', 'main'];
const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.py'];
const sourceFolders = ['', 'src/'];
const nodeRuntime = 'nodejs22.x';
const pythonRuntime = 'python3.13';

/** `undefined` when no file of the folder, or of its `src`, has one of the usual names. */
export async function guessProject(folder: string): Promise<ProjectGuess | undefined> {
  for (const sourceFolder of sourceFolders) {
    const names = await readdir(join(folder, sourceFolder)).catch(() => [] as string[]);
    for (const moduleName of moduleNames) {
      for (const extension of extensions) {
        if (!names.includes(moduleName + extension)) continue;
        const entry = sourceFolder + moduleName + extension;
        return guess(folder, entry, moduleName, extension, await readFile(join(folder, entry), 'utf8'));
      }
    }
  }
  return undefined;
}

function guess(folder: string, entry: string, moduleName: string, extension: string, text: string): ProjectGuess {
  const suggestedName = functionNameFrom(basename(folder));
  if (extension === '.py') {
    const handler = `${entry.slice(0, -extension.length)}.${pythonFunction(text)}`;
    return { runtime: pythonRuntime, handler, build: { kind: 'copy' }, suggestedName };
  }
  const isTypeScript = extension.endsWith('ts');
  // A bundle lies at the root of its package, a copied file where it was.
  const modulePath = isTypeScript ? moduleName : entry.slice(0, -extension.length);
  return {
    runtime: nodeRuntime,
    handler: `${modulePath}.${exportedFunction(text)}`,
    build: isTypeScript ? { kind: 'esbuild', entry } : { kind: 'copy' },
    suggestedName,
  };
}

/** The conventional name when the file has it, else the first function that takes an event. */
function pythonFunction(text: string): string {
  const functions = [...text.matchAll(/^(?:async )?def (\w+)\(\s*event\b/gm)].map((match) => match[1] ?? '');
  return functions.find((name) => name === 'lambda_handler' || name === 'handler') ?? functions[0] ?? 'lambda_handler';
}

/** `handler` when the file exports it, else the export that calls itself some handler. */
function exportedFunction(text: string): string {
  const exported = [
    ...text.matchAll(/^export (?:async function|function|const|let) (\w+)|^(?:module\.)?exports\.(\w+)\s*=/gm),
  ].map((match) => match[1] ?? match[2] ?? '');
  return exported.find((name) => name === 'handler') ?? exported.find((name) => /handler$/i.test(name)) ?? 'handler';
}

function functionNameFrom(folderName: string): string {
  const name = folderName.replace(/[^a-zA-Z0-9-_]+/g, '-').replace(/^-+|-+$/g, '');
  return name.slice(0, limits.functionNameLength) || 'my-function';
}
