/** Guesses from a folder what function it holds, by the file names that developers give their handlers. */

import type { BuildSetting } from './redeployLink.ts';

export interface ProjectGuess {
  readonly runtime: string;
  readonly handler: string;
  readonly build: BuildSetting;
  readonly suggestedName: string;
}

export async function guessProject(_folder: string): Promise<ProjectGuess | undefined> {
  return undefined;
}
