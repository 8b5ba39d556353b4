/** Reads the form of Microsoft's compilers, `path(line,column): error CODE: message`: dotnet and tsc. */

import { type BuildProblem, placeIn, plainText, withoutRepetition } from './buildProblem.ts';

const message =
  /^[ \t]*((?:[A-Za-z]:)?[^:\n]+?)(?:\((\d+)(?:,(\d+))?(?:,\d+,\d+)?\))? ?: (error|warning) ([A-Z]+\d+): (.+)/gm;

/** A project that could not be restored is named without a line. */
export function microsoftProblems(output: string, folder: string): readonly BuildProblem[] {
  const found = [...plainText(output).matchAll(message)].map(
    ([, file = '', line, column, severity, code = '', text = '']): BuildProblem => ({
      ...placeIn(folder, { file, line, column }),
      severity: severity === 'error' ? 'error' : 'warning',
      // dotnet ends each line with the project that it was building.
      message: text.replace(/ \[[^\]]+(?:proj|slnx?)(?:::[^\]]*)?\]$/, ''),
      code,
      source: code.startsWith('TS') ? 'tsc' : 'dotnet',
    }),
  );
  return withoutRepetition(found);
}
