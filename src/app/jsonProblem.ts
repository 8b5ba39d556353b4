/** Where and why a text is not JSON, in words. */

import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { messageOf } from '../base/humanError.ts';

/** The first problem with its line and column, both counted from 1; `undefined` for valid JSON. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    // The engine's own message gives an offset at best, and in other words with every version.
    const errors: ParseError[] = [];
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    const [first] = errors;
    if (!first) return messageOf(error);
    const { line, column } = placeOf(text, first.offset);
    return `line ${line}, column ${column}: ${parseErrorInWords(first)}`;
  }
}

/** Line and column of an offset, both counted from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** `PropertyNameExpected` becomes `property name expected`. */
export function parseErrorInWords(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}
