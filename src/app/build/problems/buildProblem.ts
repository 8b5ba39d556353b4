/** One thing that a build tool complains about, at its place. */

import path from 'node:path';
import { withoutAnsi } from '../../../lambda/ansi.ts';

export interface BuildProblem {
  /** Absolute path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1; 1 where the tool names a line only. */
  readonly column: number;
  /** Where it ends, on the same line, exclusive; absent where the tool names a point. */
  readonly endColumn?: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The tool's name for it: `E0308`, `TS2322`. */
  readonly code?: string;
  /** Who complains: `go`, `rustc`. */
  readonly source: string;
}

/** Reads a tool's output. `folder` is where it ran: it names files relative to that. */
export type ProblemParser = (output: string, folder: string) => readonly BuildProblem[];

export interface FoundPlace {
  readonly file: string;
  readonly line: string | undefined;
  readonly column?: string | undefined;
}

/** Turns the texts of a match into a place. */
export function placeIn(
  folder: string,
  { file, line, column }: FoundPlace,
): Pick<BuildProblem, 'file' | 'line' | 'column'> {
  return {
    file: path.resolve(folder, file),
    line: Math.max(1, Number(line ?? 1)),
    column: Math.max(1, Number(column ?? 1)),
  };
}

/** Tools repeat themselves: in a summary, or once per target. */
export function withoutRepetition(problems: readonly BuildProblem[]): readonly BuildProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ file, line, column, message }) => {
    // A summary may leave out the details that follow the first line.
    const identity = JSON.stringify([file, line, column, message.split('\n', 1)[0]]);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

/** Colours are for terminals. */
export function plainText(output: string): string {
  return withoutAnsi(output).replaceAll('\r\n', '\n');
}
