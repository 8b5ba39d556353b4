/** What a log line says, made ready to be read: one row of text, its structured members, and the rows behind it. */

import type { LogLine } from '../../lambda/invocationRecord.ts';

export interface LineDetail {
  /** One line, without control characters. May be long. */
  readonly head: string;
  /** Further lines of the message, such as its stack. */
  readonly rest: readonly string[];
  /** The members of a structured line. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** Members that the text of a line, or a column, says already: under the names of Lambda, Powertools, pino and structlog. */
export const saidMembers: ReadonlySet<string> = new Set([
  ...['message', 'msg', 'event', 'errorMessage', 'errorType', 'stack', 'stackTrace', 'trace'],
  ...['timestamp', 'time', '@timestamp', 'ts', 'level', 'severity', 'log_level', 'levelname', 'logLevel'],
  ...['requestId', 'AWSRequestId', 'awsRequestId', 'aws_request_id', 'function_request_id', 'request_id'],
  ...['function_name', 'function_arn', 'function_memory_size', 'pid', 'hostname', 'xray_trace_id'],
]);

const known = new WeakMap<LogLine, LineDetail>();

export function detailOf(line: LogLine): LineDetail {
  let detail = known.get(line);
  if (!detail) {
    const [head = '', ...rest] = physicalLines(line.text);
    // A platform record in JSON is shown by its text form, which says the same.
    const isOurs = line.kind === 'application' || line.kind === 'error';
    detail = { head, rest, json: isOurs ? line.json : undefined };
    known.set(line, detail);
  }
  return detail;
}

/** Rows of a text. The Node runtimes write a line break inside a message as a bare carriage return. */
export function physicalLines(text: string): string[] {
  return visible(text.replace(/[\r\n]+$/, '')).split(/\r\n|\r|\n/);
}

/** Cuts a text into rows of `width` characters. */
export function wrap(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  return Array.from({ length: Math.ceil(text.length / width) }, (_, row) => text.slice(row * width, (row + 1) * width));
}

/** Without colour sequences; other control characters as their pictures, so that a line stays a line. */
function visible(text: string): string {
  return text
    .replace(/\p{Cc}\[[\d;]*m/gu, '')
    .replace(/\p{Cc}/gu, (control) =>
      '\t\r\n'.includes(control) ? control : String.fromCodePoint(0x2400 + ((control.codePointAt(0) ?? 0) & 0x1f)),
    );
}
