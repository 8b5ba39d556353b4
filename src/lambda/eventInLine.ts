/** The event that a log line carries: functions log what they were called with, and a developer wants to call with it again. */

import { asObject, type JsonObject } from '../base/json.ts';
import type { LogLine } from './invocationRecord.ts';

/** Members under which loggers put an event, the likeliest first. */
const eventMembers = ['event', 'lambda_event', 'lambdaEvent', 'payload', 'input', 'request', 'message', 'msg', 'body'];

/** No event is larger (Lambda quotas: 6 MB), and a line of a log is at most 1 MB. */
const mostCharacters = 1024 * 1024;

/** As JSON text, indented; `undefined` for a line that carries no object and no list. */
export function eventInLine(line: Pick<LogLine, 'text' | 'json'>): string | undefined {
  const value = line.json ? eventOf(line.json) : firstJson(line.text);
  return value === undefined ? undefined : JSON.stringify(value, null, 2);
}

function eventOf(json: JsonObject): unknown {
  for (const name of eventMembers) {
    const member = json[name];
    if (isContainer(member)) return member;
    const inside = typeof member === 'string' ? firstJson(member) : undefined;
    if (inside !== undefined) return inside;
  }
  return json;
}

/** The first object or list that stands in the text. */
function firstJson(text: string): unknown {
  if (text.length > mostCharacters) return undefined;
  // A text full of brackets that lead nowhere is given up: each start is read to its end.
  for (let tries = 0, start = nextStart(text, 0); start !== -1 && tries < 20; tries += 1) {
    const end = endOf(text, start);
    const value = end === -1 ? undefined : parsed(text.slice(start, end));
    if (isContainer(value)) return value;
    start = nextStart(text, start + 1);
  }
  return undefined;
}

function nextStart(text: string, from: number): number {
  const rest = text.slice(from).search(/[{[]/);
  return rest === -1 ? -1 : from + rest;
}

/** Behind the bracket that closes the one at `start`; -1 when none does. */
function endOf(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let place = start; place < text.length; place += 1) {
    const character = text[place];
    if (character === '\\' && isInString) place += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && (character === '{' || character === '[')) depth += 1;
    else if (!isInString && (character === '}' || character === ']')) {
      depth -= 1;
      if (depth === 0) return place + 1;
    }
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isContainer(value: unknown): boolean {
  return (Array.isArray(value) && value.length > 0) || Object.keys(asObject(value) ?? {}).length > 0;
}
