/** Reads what esbuild writes with `--log-level=warning --color=false`. */

import { type BuildProblem, placeIn } from './buildProblem.ts';

const message = /\[(ERROR|WARNING)\] (.+)(?:\n\n {4}(\S.*):(\d+):(\d+):(?:\n.*\n[^\n╵]*╵ +(~+))?)?/g;

/** Messages without a place stand at the beginning of `entry`. */
export function esbuildProblems(output: string, folder: string, entry: string): readonly BuildProblem[] {
  return [...output.matchAll(message)].map(([, severity, text = '', file = entry, line, column = '0', underline]) => {
    // Columns of esbuild count from 0.
    const place = placeIn(folder, { file, line, column: String(Number(column) + 1) });
    const [, words = text, code] = /^(.*) \[([a-z-]+)\]$/.exec(text) ?? [];
    return {
      ...place,
      ...(underline === undefined ? {} : { endColumn: place.column + underline.length }),
      severity: severity === 'ERROR' ? 'error' : 'warning',
      message: words,
      ...(code === undefined ? {} : { code }),
      source: 'esbuild',
    };
  });
}
