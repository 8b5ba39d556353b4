/** What a log line says, made ready to be read: one row of text, its structured members, and the rows behind it. */

import { type AnsiText, parseAnsi, sliceAnsi } from '../../lambda/ansi.ts';
import type { LogLine } from '../../lambda/invocationRecord.ts';
import { stackText } from '../../lambda/structuredLine.ts';

export interface LineDetail {
  /** One line, without control characters. May be long. */
  readonly head: AnsiText;
  /** Further lines of the message, such as its stack. */
  readonly rest: readonly AnsiText[];
  /** The members of a structured line. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** Members that the text of a line, or a column, says already: under the names of Lambda, Powertools, pino and structlog. */
export const saidMembers: ReadonlySet<string> = new Set([
  ...['message', 'msg', 'event', 'errorMessage', 'errorType', 'stack', 'stackTrace', 'trace'],
  ...['stack_trace', 'stacktrace', 'exception', 'exc_info'],
  ...['timestamp', 'time', '@timestamp', 'ts', 'level', 'severity', 'log_level', 'levelname', 'logLevel'],
  ...['requestId', 'AWSRequestId', 'awsRequestId', 'aws_request_id', 'function_request_id', 'request_id'],
  ...['function_name', 'function_arn', 'function_memory_size', 'pid', 'hostname', 'v', 'xray_trace_id'],
  ...['cold_start', 'sampling_rate'],
]);

const known = new WeakMap<LogLine, LineDetail>();

export function detailOf(line: LogLine): LineDetail {
  let detail = known.get(line);
  if (!detail) {
    const [head = nothingSaid, ...rest] = styledLines(line.text);
    // A platform record in JSON is shown by its text form, which says the same.
    const isOurs = line.kind === 'application' || line.kind === 'error';
    const json = isOurs ? line.json : undefined;
    const stack = json && rest.length === 0 ? stackText(json) : undefined;
    detail = { head, rest: stack === undefined ? rest : styledLines(stack), json };
    known.set(line, detail);
  }
  return detail;
}

/** Rows of a text, without colours. The Node runtimes write a line break inside a message as a bare carriage return. */
export function physicalLines(text: string): string[] {
  return styledLines(text).map((line) => line.text);
}

/** The same, each row with its colours: one that is not ended goes on in the next row. */
export function styledLines(text: string): readonly AnsiText[] {
  const whole = parseAnsi(text.replace(/[\r\n]+$/, ''), visible);
  const lines: AnsiText[] = [];
  let start = 0;
  for (const { index, 0: lineBreak } of whole.text.matchAll(/\r\n|\r|\n/g)) {
    lines.push(sliceAnsi(whole, start, index));
    start = index + lineBreak.length;
  }
  lines.push(sliceAnsi(whole, start, whole.text.length));
  return lines;
}

/** Cuts a text into rows of `width` characters. */
export function wrap(text: string, width: number): readonly string[] {
  return wrapStyled({ text, spans: [] }, width).map((row) => row.text);
}

export function wrapStyled(line: AnsiText, width: number): readonly AnsiText[] {
  if (line.text.length <= width) return [line];
  const rows: AnsiText[] = [];
  for (let start = 0; start < line.text.length; ) {
    const end = Math.min(line.text.length, start + width);
    // Not between the halves of a character outside the first plane.
    const isSplit = width > 1 && (line.text.codePointAt(end - 1) ?? 0) > 0xffff;
    rows.push(sliceAnsi(line, start, isSplit ? end - 1 : end));
    start = isSplit ? end - 1 : end;
  }
  return rows;
}

const nothingSaid: AnsiText = { text: '', spans: [] };

/** Control characters, halves of characters, and what would turn the order of characters around or break the row. */
const unseen = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Control characters as their pictures, so that a line stays a line; what has none, by its number. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if ('\t\r\n'.includes(character)) return character;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
  });
}
