/** What is wrong with a JSON text, where, and how to put it right. Stricter than the editors' dialect: no comments, no trailing commas. */

import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';

export interface JsonProblem {
  readonly severity: 'error' | 'warning';
  /** Offsets into the text; `to` is at least `from`. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

const most = 100;

export function findJsonProblems(text: string): readonly JsonProblem[] {
  if (text.trim() === '') return [];
  const problems: JsonProblem[] = [];
  const add = (severity: JsonProblem['severity'], from: number, length: number, message: string) => {
    if (problems.length < most) problems.push({ severity, from, to: from + length, message });
  };
  let errorEnd = Number.NEGATIVE_INFINITY;
  // Names seen in each object around the current place.
  const names: Set<string>[] = [];
  try {
    visit(
      text,
      {
        onObjectBegin: () => void names.push(new Set()),
        onObjectProperty: (name, offset, length) => {
          if (names.at(-1)?.has(name)) add('warning', offset, length, `"${name}" is here twice: the last one counts`);
          names.at(-1)?.add(name);
        },
        onObjectEnd: () => void names.pop(),
        onError: (code, offset, length) => {
          // A reader that stumbled stumbles again at the next character: one mistake, one message.
          const isEcho = offset <= errorEnd + 1;
          errorEnd = offset + length;
          if (!isEcho) add('error', offset, length, explain(code, text, offset, length));
        },
      },
      { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    add('error', 0, 0, 'Nested too deeply to be checked');
  }
  if (problems.some(({ severity }) => severity === 'error')) return problems;
  const faults = engineProblem(text);
  if (faults.length > 0) return [...faults, ...problems];
  for (const { from, to } of halfCharacters(text)) add('warning', from, to - from, halfCharacter);
  return problems;
}

const halfCharacter = 'Half of a character: it has no UTF-8, and the function will not get it as it is';

/** Surrogates without their other half, typed or as escapes. */
function* halfCharacters(text: string): Iterable<{ readonly from: number; readonly to: number }> {
  // A whole pair, and any other escape, is read over: what is left of either is half of one.
  const forms =
    /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(\\u[dD][89a-fA-F][\da-fA-F]{2})|\\.|(\p{Surrogate})/gu;
  for (const found of text.matchAll(forms)) {
    const half = found[1] ?? found[2];
    if (half !== undefined) yield { from: found.index, to: found.index + half.length };
  }
}

function explain(code: ParseErrorCode, text: string, offset: number, length: number): string {
  const name = printParseErrorCode(code);
  const token = text.slice(offset, offset + Math.min(length, 20));
  const isAfterComma = /,\s*$/.test(text.slice(Math.max(0, offset - 200), offset));
  if (isAfterComma && /^[}\]]/.test(text.slice(offset))) return 'Nothing follows the last comma: remove it';
  if (offset >= text.length) return 'The text ends too early: something is not closed';
  return messages[name]?.(token) ?? `This is not JSON (${name})`;
}

const messages: Readonly<Record<string, (token: string) => string>> = {
  InvalidSymbol: (token) => `${token} is not JSON: text needs double quotes`,
  InvalidNumberFormat: (token) => `${token} is not a number in JSON`,
  PropertyNameExpected: () => 'A name in double quotes is expected here',
  ValueExpected: () => 'A value is expected here',
  ColonExpected: () => 'A colon is expected after the name',
  CommaExpected: () => 'A comma is missing before this',
  CloseBraceExpected: () => 'A closing } is expected here',
  CloseBracketExpected: () => 'A closing ] is expected here',
  EndOfFileExpected: () => 'The event is one value: it has ended before this',
  InvalidCommentToken: () => 'JSON has no comments',
  UnexpectedEndOfComment: () => 'JSON has no comments',
  UnexpectedEndOfString: () => 'The text in quotes is not closed on its line',
  UnexpectedEndOfNumber: () => 'The number is not complete',
  InvalidUnicode: () => 'After \\u come four hexadecimal digits',
  InvalidEscapeCharacter: () => 'Unknown escape: a backslash itself is written \\\\',
  InvalidCharacter: () => 'Control characters are written as escapes, such as \\n',
};

/** The engine has the last word: it is the one that the function's runtime agrees with. */
function engineProblem(text: string): readonly JsonProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    return [{ severity: 'error', from: position, to: position, message }];
  }
}
