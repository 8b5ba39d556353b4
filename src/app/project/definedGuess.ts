/** How a defined function is built and started: what its definition says, and for the rest what its folder tells. */

import { readdir } from 'node:fs/promises';
import { parseRuntime } from '../../lambda/runtimes.ts';
import type { BuildSetting } from '../build/buildSetting.ts';
import type { ProjectFunction } from './projectFunction.ts';
import { guessProject, type ProjectGuess } from './projectProbe.ts';

/** `undefined` when neither tells how it is built. */
export async function definedGuess(defined: ProjectFunction): Promise<ProjectGuess | undefined> {
  const { folder, build, settings, functionName } = defined;
  const isWhole = build !== undefined && settings.runtime !== undefined && settings.handler !== undefined;
  const guess = isWhole ? undefined : await guessProject(folder);
  const { runtime = guess?.runtime ?? '', handler = guess?.handler ?? '' } = settings;
  const chosen = build ?? guess?.build ?? (await buildByFiles(folder, runtime));
  return chosen && { runtime, handler, build: chosen, suggestedName: functionName };
}

/** The handler is known, so that the files need not tell it: what the language's build files are called is enough. */
async function buildByFiles(folder: string, runtime: string): Promise<BuildSetting | undefined> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const has = (...wanted: string[]) => wanted.some((name) => names.includes(name));
  if (names.length === 0) return undefined;
  switch (parseRuntime(runtime).family) {
    case 'java':
      if (has('pom.xml')) return { kind: 'java', tool: 'maven' };
      return has('build.gradle', 'build.gradle.kts') ? { kind: 'java', tool: 'gradle' } : { kind: 'copy' };
    case 'python':
      return has('requirements.txt', 'pyproject.toml') ? { kind: 'python' } : { kind: 'copy' };
    case 'ruby':
      return has('Gemfile') ? { kind: 'ruby' } : { kind: 'copy' };
    case 'dotnet':
      return names.some((name) => /\.(?:cs|fs|vb)proj$/.test(name)) ? { kind: 'dotnet' } : { kind: 'copy' };
    case 'provided':
      if (has('go.mod')) return { kind: 'go' };
      if (has('Cargo.toml')) return { kind: 'rust' };
      return has('bootstrap') ? { kind: 'copy' } : undefined;
    case 'nodejs':
      return { kind: 'copy' };
    case 'other':
      return undefined;
  }
}
