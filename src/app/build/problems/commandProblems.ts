/** Reads the output of the project's own command, which may be any tool's. */

import { type BuildProblem, placeIn, plainText, withoutRepetition } from './buildProblem.ts';
import { cargoProblems } from './cargoProblems.ts';
import { esbuildProblems } from './esbuildProblems.ts';
import { goProblems } from './goProblems.ts';
import { gradleProblems, mavenProblems } from './javaProblems.ts';
import { microsoftProblems } from './microsoftProblems.ts';

/** What has the form of a compiler that is known here, or the form that most compilers share. */
export function commandProblems(output: string, folder: string): readonly BuildProblem[] {
  const text = plainText(output);
  return withoutRepetition([
    ...esbuildProblems(text, folder, '.').filter(({ file }) => file !== folder),
    ...goProblems(text, folder),
    ...cargoProblems(text, folder),
    ...mavenProblems(text, folder),
    ...gradleProblems(text, folder),
    ...microsoftProblems(text, folder),
    ...commonProblems(text, folder),
  ]);
}

/** `path:line:column: error: message`, as clang and gcc began it, and `path:line:column - error CODE: message` of tsc. */
function commonProblems(text: string, folder: string): readonly BuildProblem[] {
  const form = /^((?:[A-Za-z]:)?[^\s:][^:\n]*):(\d+):(\d+)(?::| -) (error|warning)(?: ([A-Z]+\d+))?: (.+)/gm;
  return [...text.matchAll(form)].map(([, file = '', line, column, severity, code, message = '']) => ({
    ...placeIn(folder, { file, line, column }),
    severity: severity === 'error' ? 'error' : 'warning',
    message,
    ...(code === undefined ? {} : { code }),
    source: 'build',
  }));
}
