/** Guesses from a folder what function it holds: by its build file, else by the file names that developers give their handlers. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { limits } from '../../lambda/limits.ts';
import type { BuildSetting } from '../build/buildSetting.ts';
import { guessCompiled } from './compiledGuess.ts';

export interface ProjectGuess {
  readonly runtime: string;
  readonly handler: string;
  readonly build: BuildSetting;
  /** A valid function name made from the folder's. */
  readonly suggestedName: string;
}

/** In order of preference, as are the extensions and the folders. */
const moduleNames = ['index', 'app', 'handler', 'lambda_function', 'main'];
const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.py', '.rb'];
const sourceFolders = ['', 'src/'];
const nodeRuntime = 'nodejs22.x';
const pythonRuntime = 'python3.13';
const rubyRuntime = 'ruby3.4';

/** `undefined` when the folder has no build file, and no file of it, or of its `src`, has one of the usual names. */
export async function guessProject(folder: string): Promise<ProjectGuess | undefined> {
  const inFolder = await readdir(folder).catch(() => [] as string[]);
  const compiled = await guessCompiled(folder, inFolder);
  if (compiled) return { ...compiled, suggestedName: functionNameFrom(basename(folder)) };
  for (const sourceFolder of sourceFolders) {
    const names = await readdir(join(folder, sourceFolder)).catch(() => [] as string[]);
    for (const moduleName of moduleNames) {
      for (const extension of extensions) {
        if (!names.includes(moduleName + extension)) continue;
        const entry = sourceFolder + moduleName + extension;
        const text = await readFile(join(folder, entry), 'utf8');
        return guess(folder, inFolder, { entry, moduleName, extension, text });
      }
    }
  }
  return undefined;
}

interface HandlerFile {
  /** Relative to the folder. */
  readonly entry: string;
  readonly moduleName: string;
  readonly extension: string;
  readonly text: string;
}

function guess(folder: string, inFolder: readonly string[], file: HandlerFile): ProjectGuess {
  const { entry, moduleName, extension, text } = file;
  const suggestedName = functionNameFrom(basename(folder));
  const module = entry.slice(0, -extension.length);
  if (extension === '.py') {
    const installs = ['requirements.txt', 'pyproject.toml'].some((name) => inFolder.includes(name));
    const handler = `${module}.${pythonFunction(text)}`;
    return { runtime: pythonRuntime, handler, build: { kind: installs ? 'python' : 'copy' }, suggestedName };
  }
  if (extension === '.rb') {
    const build = { kind: inFolder.includes('Gemfile') ? 'ruby' : 'copy' } as const;
    return { runtime: rubyRuntime, handler: `${module}.${rubyMethod(text)}`, build, suggestedName };
  }
  const isTypeScript = extension.endsWith('ts');
  // A bundle lies at the root of its package, a copied file where it was.
  const modulePath = isTypeScript ? moduleName : module;
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

/** A method that takes an event by keyword; one of a class is named with it. */
function rubyMethod(text: string): string {
  const match = /^( *)def (?:self\.)?(\w+)\s*\(?\s*event:/m.exec(text);
  const [, indent = '', method = 'lambda_handler'] = match ?? [];
  const owner = indent === '' ? undefined : /^ *(?:class|module) (\w+)/m.exec(text)?.[1];
  return owner === undefined ? method : `${owner}.${method}`;
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
