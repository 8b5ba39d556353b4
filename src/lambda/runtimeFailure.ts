/** The line by which a language's runtime says that the function failed, as against an error that the function logs. */

import { asNumber, asObject, asText, type JsonObject } from '../base/json.ts';
import { parseLineJson } from './lineJson.ts';
import { errorText } from './structuredLine.ts';

export interface RuntimeFailure {
  /** `Type: message` and the stack. */
  readonly text: string;
  /** The error object, where the runtime wrote one. */
  readonly json: JsonObject | undefined;
}

/** Node's runtime client, Ruby's, and nothing (Go): the error as JSON follows. */
const beforeJson =
  /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Init Error|Error raised from handler method|Critical exception from handler|Init error when loading handler \S{1,200}|)\s*(?=\{)/;
/** Python's runtime client. `logging` would have put a tab after the level. */
const python = /^\[ERROR\] (?=[\s\S]*\nTraceback \(most recent call last\):)/;
/** Java's: `MESSAGE: CLASS`, then the stack trace, which begins with the class again. */
const java = /: ([\w$.]{1,300})\n(?=\1(?::|\n))/;
/** No message of an exception that a person reads is longer. */
const longestJavaMessage = 20_000;

/** `text`: a line without what the runtime puts before it. `undefined` for anything that the function may have logged itself. */
export function readRuntimeFailure(text: string): RuntimeFailure | undefined {
  const traceback = python.exec(text);
  if (traceback) return { text: text.slice(traceback[0].length), json: undefined };
  const prefix = beforeJson.exec(text);
  if (prefix) return readErrorObject(text, prefix[0].length);
  const stack = text.includes('\n\tat ') ? java.exec(text.slice(0, longestJavaMessage)) : null;
  return stack ? { text: text.slice(stack.index + stack[0].length).trimEnd(), json: undefined } : undefined;
}

function readErrorObject(text: string, at: number): RuntimeFailure | undefined {
  const json = parseLineJson(text.slice(at));
  // A bare object is a failure only when it is an error object and no logger's line about one.
  if (at === 0 && (json === undefined || 'message' in json || 'msg' in json || 'event' in json)) return undefined;
  const readable = json && errorText(json);
  if (json && readable) return { text: [readable, ...goFrames(json)].join('\n'), json };
  return at === 0 ? undefined : { text, json };
}

/** `{ "path": "…/main.go", "line": 12, "label": "handler" }`, in the manner of Node's frames. */
function goFrames(json: JsonObject): readonly string[] {
  const stack = json['stackTrace'];
  if (!Array.isArray(stack)) return [];
  return stack.flatMap((item) => {
    const frame = asObject(item);
    const path = asText(frame?.['path']);
    if (path === undefined) return [];
    return [`    at ${asText(frame?.['label']) ?? '<unknown>'} (${path}:${asNumber(frame?.['line']) ?? 0})`];
  });
}
