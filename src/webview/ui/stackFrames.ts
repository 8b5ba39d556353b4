/** Finds the place in a line of text that names a source position, so that it can be shown as a link. */

/** A piece of a line: plain, or naming a position. Joined in order they give the line back. */
export interface TextPiece {
  readonly text: string;
  readonly isPosition: boolean;
}

// Longer lines are data, not frames; and patterns over a megabyte would stall the page.
const longestFrame = 2000;

// Node and Java: `at handler (/var/task/index.mjs:12:9)`, `at com.example.Handler.run(Handler.java:31)`.
const inParentheses = /^\s*at .*\(([^()]+:\d+(?::\d+)?)\)\s*$/d;
// Node without a name: `at file:///var/task/index.mjs:12:9`, `at async /var/task/index.mjs:12:9`.
const afterAt = /^\s*at (?:async )?([^()]+:\d+:\d+)\s*$/d;
// Python: `  File "/var/task/app.py", line 12, in handler`.
const python = /^\s*File ("[^"]+", line \d+)/d;

/** Splits a line at the position it names. A line that is no stack frame, or names only the runtime itself, comes back whole. */
export function splitAtPosition(line: string): readonly TextPiece[] {
  const whole = [{ text: line, isPosition: false }];
  if (line.length > longestFrame) return whole;
  const match = python.exec(line) ?? inParentheses.exec(line) ?? afterAt.exec(line);
  const range = match?.indices?.[1];
  if (!match || !range || /^(?:node:|<anonymous>)/.test(match[1] ?? '')) return whole;
  return [
    { text: line.slice(0, range[0]), isPosition: false },
    { text: line.slice(range[0], range[1]), isPosition: true },
    { text: line.slice(range[1]), isPosition: false },
  ].filter((piece) => piece.text !== '');
}
