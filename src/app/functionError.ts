/** Reads the error object that Lambda returns for a failed function: type, message, and the stack as frames. */

import { asNumber, asObject, asText, asTexts, type JsonObject, parseJsonObject } from '../base/json.ts';
import { parseStackFrame, type StackFrame } from '../lambda/stackFrames.ts';
import type { ErrorCause, FunctionErrorSummary } from '../protocol/invokePanel.ts';

/**
 * `header` is `X-Amz-Function-Error`; the payload is whatever the runtime made of the error.
 * Node.js calls the stack `trace`, Python, Java, .NET and Ruby `stackTrace` (Go a list of objects); custom runtimes may send
 * anything. Causes: `cause` of Node.js, Java and .NET.
 */
export function functionErrorOf(header: string, payloadText: string): FunctionErrorSummary {
  const error = parseJsonObject(payloadText);
  if (!error) return { header, errorType: 'Error', errorMessage: payloadText, frames: [] };
  return { header, ...errorOf(error, 'The function failed without a message.', 0) };
}

/** A chain that leads back to itself has an end here. */
const mostCauses = 10;

function errorOf(error: JsonObject, noMessage: string, depth: number): ErrorCause {
  const cause = depth < mostCauses ? causeOf(error) : undefined;
  return {
    errorType: asText(error['errorType']) ?? asText(error['name']) ?? 'Error',
    errorMessage: asText(error['errorMessage']) ?? asText(error['message']) ?? noMessage,
    frames: [...stackLines(error).flatMap(frameOf), ...goFrames(error['stackTrace'])],
    ...(cause ? { cause: errorOf(cause, '', depth + 1) } : {}),
  };
}

/** .NET lists the inner errors of an AggregateException; the first one led to it. */
function causeOf(error: JsonObject): JsonObject | undefined {
  const inner = error['causes'];
  return asObject(error['cause']) ?? (Array.isArray(inner) ? asObject(inner[0]) : undefined);
}

/** Lines of the stack; a frame of Python carries its source line behind a line break. */
function stackLines(error: JsonObject): readonly string[] {
  const own = [...asTexts(error['trace']), ...asTexts(error['stackTrace'])];
  const stack = asText(error['stack']) ?? asText(error['stackTrace']);
  return [...own, ...(stack === undefined ? [] : [stack])].flatMap((text) => text.split('\n'));
}

/** Go's runtime library: `{ "path": "github.com/…/main.go", "line": 12, "label": "handler" }`. */
function goFrames(stackTrace: unknown): readonly StackFrame[] {
  return (Array.isArray(stackTrace) ? stackTrace : []).flatMap((item: unknown) => {
    const frame = asObject(item);
    const [file, line] = [asText(frame?.['path']), asNumber(frame?.['line'])];
    if (file === undefined || line === undefined) return [];
    return [{ text: `${asText(frame?.['label']) ?? ''} ${file}:${line}`.trim(), location: { file, line, column: 1 } }];
  });
}

/** `com.example.Handler.handle(Handler.java:12)`, as Java's runtime lists its frames. */
const javaFrame = /^(?:at )?[\w.$<>]+\(([\w$]+\.(?:java|kt|scala|groovy)):(\d+)\)$/;
/** `/var/task/app.rb:3:in 'handler'` */
const rubyFrame = /^(\/[^:]+\.rb):(\d+):in /;
/** `at App.Handle(String input) in /src/App.cs:line 12` */
const dotnetFrame = /^at .+ in (.+):line (\d+)$/;

function frameOf(line: string): readonly StackFrame[] {
  const text = line.trim();
  const frame = parseStackFrame(line);
  if (frame) return [frame];
  const place = rubyFrame.exec(text) ?? dotnetFrame.exec(text) ?? javaFrame.exec(text);
  if (!place) return [];
  return [{ text, location: { file: place[1] ?? '', line: Number(place[2]), column: 1 } }];
}
