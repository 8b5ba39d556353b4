/** Reads what `go build` writes: `path:line:column: message`, details indented by a tab. */

import { type BuildProblem, placeIn } from './buildProblem.ts';

const message = /^((?:[A-Za-z]:)?[^:\n#]*(?:\.go|go\.mod|go\.work)):(\d+)(?::(\d+))?: (.+(?:\n\t.+)*)/gm;

export function goProblems(output: string, folder: string): readonly BuildProblem[] {
  return [...output.matchAll(message)].map(([, file = '', line, column, text = '']) => ({
    ...placeIn(folder, { file, line, column }),
    severity: 'error',
    message: text.replaceAll('\n\t', '\n'),
    source: 'go',
  }));
}
