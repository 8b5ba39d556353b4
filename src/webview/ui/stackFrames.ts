/** Finds the place in a line of text that names a source position, so that it can be shown as a link. */

import { parseStackFrame } from '../../lambda/stackFrames.ts';

/** A piece of a line: plain, or naming a position. Joined in order they give the line back. */
export interface TextPiece {
  readonly text: string;
  readonly isPosition: boolean;
}

/** True for a line of a stack that names a file of the function's own. */
export function isFrame(line: string): boolean {
  return parseStackFrame(line)?.location !== undefined;
}

// What is underlined of a frame: all between its outermost brackets, or all after `at`; Python's, Ruby's, .NET's and Java's
// file and line.
const places = [
  /^\s*File ("[^"]+",? [Ll]ine \d+)/d,
  /^\s*(?:from )?(\/\S+\.rb:\d+):in /d,
  /^\s*at .+ in (\S.*:line \d+)\s*$/d,
  /^\s*at \S+\(([\w$]+\.\w+:\d+)\)\s*$/d,
  /^\s*at .*? \((.+)\)\s*$/d,
  /^\s*at (?:async )?(\S.*)$/d,
];

/** Splits a line at the position it names. A line that is no frame, or names only the runtime itself, comes back whole. */
export function splitAtPosition(line: string): readonly TextPiece[] {
  const range = isFrame(line) ? firstPlace(line) : undefined;
  if (!range) return [{ text: line, isPosition: false }];
  return [
    { text: line.slice(0, range[0]), isPosition: false },
    { text: line.slice(range[0], range[1]), isPosition: true },
    { text: line.slice(range[1]), isPosition: false },
  ].filter((piece) => piece.text !== '');
}

function firstPlace(line: string): [number, number] | undefined {
  for (const place of places) {
    const range = place.exec(line)?.indices?.[1];
    if (range) return range;
  }
  return undefined;
}
