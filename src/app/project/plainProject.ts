/** Handlers that no template speaks of: a file with a usual name, in which something calls itself a handler. */

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProjectFunction } from './projectFunction.ts';
import { guessProject } from './projectProbe.ts';

const handlerFile = /^(?:index|app|handler|lambda_function|main)\.(?:ts|mts|js|mjs|cjs|py)$/;
/** What tells a handler from any other file of that name. */
const handlerCode: readonly RegExp[] = [
  /^export\s+(?:async\s+)?(?:function|const|let)\s+\w*[hH]andler\b/m,
  /^(?:module\.)?exports\.\w*[hH]andler\s*=/m,
  /^(?:async\s+)?def\s+\w+\(\s*event\b\s*[:,]/m,
  /\bstreamifyResponse\(/,
];

/** One for a folder, at most: its handler file, or that of its `src`. */
export async function plainFunctions(folder: string, names: readonly string[]): Promise<readonly ProjectFunction[]> {
  const name = names.find((candidate) => handlerFile.test(candidate));
  if (name === undefined) return [];
  const file = join(folder, name);
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = handlerCode.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  if (found === undefined || found === null) return [];
  // `src` belongs to the project around it.
  const projectFolder = basename(folder) === 'src' ? dirname(folder) : folder;
  const guess = await guessProject(projectFolder);
  if (guess === undefined) return [];
  return [
    {
      kind: 'plain',
      functionName: guess.suggestedName,
      logicalId: guess.handler,
      place: { file, line: text.slice(0, found.index).split('\n').length },
      folder: projectFolder,
      build: guess.build,
      settings: { runtime: guess.runtime, handler: guess.handler },
    },
  ];
}
