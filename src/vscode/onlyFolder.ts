/** The one folder that can hold a function's code, where definitions and handlers leave one answer. */

import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { definedGuess } from '../app/project/definedGuess.ts';
import type { RootScan } from '../app/project/projectCatalog.ts';
import type { ProjectFunction } from '../app/project/projectFunction.ts';
import { type ProjectFolder, projectFolders } from './projectFolders.ts';

/**
 * A definition that gives the function this name; where there is none, a folder of this name whose handler and language are those
 * that are deployed. `undefined` where there are several, or none.
 */
export async function onlyFolder(
  scans: readonly RootScan[],
  roots: readonly string[],
  functionName: string,
  deployed: FunctionConfiguration | undefined,
): Promise<ProjectFolder | undefined> {
  const named = definitionsNamed(scans, functionName);
  const [first] = named;
  if (first !== undefined) return named.length === 1 ? await folderOf(first.root, first.defined) : undefined;
  const { Handler, Runtime } = deployed ?? {};
  if (Handler === undefined || Runtime === undefined) return undefined;
  const isDeployed = ({ guess, folder }: ProjectFolder) =>
    path.basename(folder) === functionName &&
    Handler === guess.handler &&
    familyOf(Runtime) === familyOf(guess.runtime);
  const folders = (await projectFolders(roots, functionName)).filter(isDeployed);
  return folders.length === 1 ? folders[0] : undefined;
}

export interface NamedDefinition {
  readonly root: string;
  readonly defined: ProjectFunction;
}

/** The definitions that give a function this name; handler files without a definition give none. */
export function definitionsNamed(scans: readonly RootScan[], functionName: string): readonly NamedDefinition[] {
  return scans.flatMap(({ root, functions }) =>
    functions
      .filter((defined) => defined.kind !== 'plain' && names(defined, functionName))
      .map((defined) => ({ root, defined })),
  );
}

/** A stack ends the names that it makes up with letters of its own. */
function names({ functionName, generatedPrefix }: ProjectFunction, wanted: string): boolean {
  return functionName === wanted || (generatedPrefix !== undefined && wanted.startsWith(generatedPrefix));
}

async function folderOf(root: string, defined: ProjectFunction): Promise<ProjectFolder | undefined> {
  const guess = await definedGuess(defined);
  return guess && { root, folder: defined.folder, guess };
}

/** `python3.13` → `python` */
function familyOf(runtime: string): string {
  return /^[a-z]+/.exec(runtime)?.[0] ?? runtime;
}
