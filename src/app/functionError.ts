/** Reads the error object that Lambda returns for a failed function: type, message, and the stack as frames. */

import { asObject, asText, asTexts, type JsonObject, parseJsonObject } from '../base/json.ts';
import { parseStackFrame, type StackFrame } from '../lambda/stackFrames.ts';
import type { FunctionErrorSummary } from '../protocol/invokePanel.ts';

/**
 * `header` is `X-Amz-Function-Error`; the payload is whatever the runtime made of the error.
 * Node.js calls the stack `trace`, Python, Java and Ruby `stackTrace`; custom runtimes may send anything.
 */
export function functionErrorOf(header: string, payloadText: string): FunctionErrorSummary {
  const error = parseJsonObject(payloadText);
  return {
    header,
    errorType: asText(error?.['errorType']) ?? 'Error',
    errorMessage: asText(error?.['errorMessage']) ?? (error ? 'The function failed without a message.' : payloadText),
    frames: error ? stackLines(error).flatMap(frameOf) : [],
  };
}

/** Lines of the stack; a frame of Python carries its source line behind a line break. */
function stackLines(error: JsonObject): readonly string[] {
  const own = [...asTexts(error['trace']), ...asTexts(error['stackTrace'])];
  const stack = asText(error['stack']);
  const lines = [...own, ...(stack === undefined ? [] : [stack])].flatMap((text) => text.split('\n'));
  const cause = asObject(error['cause']);
  return cause ? [...lines, ...stackLines(cause)] : lines;
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
