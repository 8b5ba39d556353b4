/** The JSON object that a log line is, when it is one that can be handed on safely. */

import { type JsonObject, parseJsonObject } from '../base/json.ts';

/** `JSON.parse` takes any depth; writing it again, sending it to a view and drawing it as a tree do not. */
const deepest = 200;

/** `undefined` for anything but an object, and for one nested deeper than people nest. */
export function parseLineJson(text: string): JsonObject | undefined {
  return isTooDeep(text) ? undefined : parseJsonObject(text);
}

/** Brackets inside texts count too: a line that has so many of them reads as well as it is. */
function isTooDeep(text: string): boolean {
  if (text.length < 2 * deepest) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
