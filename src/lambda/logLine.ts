/** One log event understood: who wrote it, what it says, at which level, for which request. */

import { parseJsonObject } from '../base/json.ts';
import type { LogLevel, LogLine, LogLineKind } from './invocationRecord.ts';
import type { LogEvent } from './logEvent.ts';
import { levelNames, parseLogLevel } from './logLevel.ts';
import { type PlatformLine, requestIdOf } from './platformLine.ts';
import { parsePlatformRecord } from './platformRecord.ts';
import { formatPlatformText, parsePlatformText } from './platformText.ts';
import { errorText, readStructuredLine } from './structuredLine.ts';

export interface ParsedLine {
  readonly line: LogLine;
  /** Set for what Lambda wrote itself. */
  readonly platform: PlatformLine | undefined;
  /**
   * True when the request id can be trusted: Lambda or a runtime put it there. A JSON line's `requestId` may as well be
   * another service's.
   */
  readonly isOwnRequestId: boolean;
}

/** `2026-01-15T10:11:12.118Z\t8f2c…\tINFO\tmessage` (Node; `undefined` for the id while it initialises). */
const nodeLine =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t(?:([^\t\n]*)\t(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)|([0-9a-f-]{36}))\t/;
/** `[INFO]\t2026-01-15T10:11:12.118Z\t8f2c…\tmessage` (Python's logging). */
const pythonLine = /^\[([A-Z]+)\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t([^\t\n]*)\t/;
/** `2026-01-15 10:11:12 8f2c… INFO  Handler - message` (Java's default pattern). */
const javaLine = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S* ([0-9a-f]{8}-[0-9a-f-]{27}) +([A-Z]+) +/;
/** What Node's runtime client logs when the function fails, followed by the error as JSON. */
const nodeFailure = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Init Error)\s+(?=\{)/;
/** What Python's runtime client logs when the function fails. `logging` would have put a tab after the level. */
const pythonFailure = /^\[ERROR\] (?=[\s\S]*\nTraceback \(most recent call last\):)/;
const rubyFailure = /^Error raised from handler method\s+(?=\{)/;
/** `[warn] …`, `error: …`, `INFO …`: lower case alone is a word like any other. */
const leadingLevel = [
  new RegExp(`^\\[(${levelNames})\\]`, 'i'),
  new RegExp(`^(${levelNames}):`, 'i'),
  new RegExp(`^(${levelNames})[\\s|]`),
];

export function parseLogLine(event: LogEvent): ParsedLine {
  // Runtimes that write to plain standard output put CR where the message has newlines.
  const message = withoutTrailingNewlines(event.message.replace(/\r\n?/g, '\n'));
  if (message.startsWith('{')) return parseJsonLine(event, message);
  const platform = parsePlatformText(message);
  return platform ? platformLine(event, platform, message.trimEnd(), undefined) : parseRuntimeLine(event, message);
}

function parseJsonLine(event: LogEvent, message: string): ParsedLine {
  const json = parseJsonObject(message);
  if (!json) return applicationLine(event, message, undefined, undefined);
  const platform = parsePlatformRecord(json);
  if (platform) return platformLine(event, platform, formatPlatformText(platform, event.timestamp).trimEnd(), json);
  const { text, level, requestId, isFailure } = readStructuredLine(json);
  const kind = isFailure ? 'error' : 'application';
  return { line: { event, kind, text, level, requestId, json }, platform: undefined, isOwnRequestId: false };
}

/** A line with the prefix that a language's runtime puts before what the function logged. */
function parseRuntimeLine(event: LogEvent, message: string): ParsedLine {
  const node = nodeLine.exec(message);
  if (node)
    return applicationLine(event, message.slice(node[0].length), parseLogLevel(node[2]), idOf(node[1] ?? node[3]));
  const python = pythonLine.exec(message);
  if (python) return applicationLine(event, message.slice(python[0].length), parseLogLevel(python[1]), idOf(python[2]));
  const java = javaLine.exec(message);
  if (java) return applicationLine(event, message.slice(java[0].length), parseLogLevel(java[2]), idOf(java[1]));
  return applicationLine(event, message, undefined, undefined);
}

function applicationLine(
  event: LogEvent,
  text: string,
  level: LogLevel | undefined,
  requestId: string | undefined,
): ParsedLine {
  const own = { platform: undefined, isOwnRequestId: requestId !== undefined };
  const failure = parseFailure(text);
  if (failure) return { line: { event, kind: 'error', level: 'ERROR', requestId, ...failure }, ...own };
  const json = text.startsWith('{') && text.endsWith('}') ? parseJsonObject(text) : undefined;
  const structured = json && readStructuredLine(json);
  const line: LogLine = {
    event,
    kind: 'application',
    text: structured?.text ?? text,
    level: structured?.level ?? level ?? levelAtStart(text),
    requestId: requestId ?? structured?.requestId,
    json,
  };
  return { line, ...own };
}

function levelAtStart(text: string): LogLevel | undefined {
  for (const pattern of leadingLevel) {
    const match = pattern.exec(text);
    if (match) return parseLogLevel(match[1]);
  }
  return undefined;
}

/** The line by which a runtime says that the function failed: its readable text, and the error object where there is one. */
function parseFailure(text: string): Pick<LogLine, 'text' | 'json'> | undefined {
  const python = pythonFailure.exec(text);
  if (python) return { text: text.slice(python[0].length), json: undefined };
  const prefix = nodeFailure.exec(text) ?? rubyFailure.exec(text);
  if (!prefix) return undefined;
  const json = parseJsonObject(text.slice(prefix[0].length));
  return { text: (json && errorText(json)) ?? text, json };
}

function platformLine(event: LogEvent, platform: PlatformLine, text: string, json: LogLine['json']): ParsedLine {
  const requestId = requestIdOf(platform);
  const kind = platformKind(platform);
  const hasFailed = kind === 'error' || (kind === 'init' && 'status' in platform && platform.status !== undefined);
  const line: LogLine = {
    event,
    kind,
    text: withoutRequest(platform, text),
    level: hasFailed ? 'ERROR' : undefined,
    requestId,
    json,
  };
  return { line, platform, isOwnRequestId: requestId !== undefined };
}

/** A failure line reads like an error message once the time and the request that it begins with are taken off. */
function withoutRequest(platform: PlatformLine, text: string): string {
  if (platform.type === 'timeout') return text.slice(text.indexOf('Task timed out'));
  return platform.type === 'exit' ? text.replace(/^RequestId: \S+ (?:Error: )?/, '') : text;
}

function platformKind(platform: PlatformLine): LogLineKind {
  switch (platform.type) {
    case 'initStart':
    case 'initRuntimeDone':
    case 'initReport':
    case 'restoreStart':
    case 'restoreRuntimeDone':
    case 'restoreReport':
      return 'init';
    case 'start':
    case 'end':
    case 'report':
      return platform.type;
    case 'timeout':
    case 'exit':
      return 'error';
    default:
      return 'platform';
  }
}

/** By hand: a pattern would look at every run of newlines in the message, again and again. */
function withoutTrailingNewlines(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

function idOf(text: string | undefined): string | undefined {
  return text === '' || text === 'undefined' ? undefined : text;
}
