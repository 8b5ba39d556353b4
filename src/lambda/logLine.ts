/** One log event understood: who wrote it, what it says, at which level, for which request. */

import { withoutAnsi } from './ansi.ts';
import type { LogLevel, LogLine, LogLineKind } from './invocationRecord.ts';
import { parseLineJson } from './lineJson.ts';
import type { LogEvent } from './logEvent.ts';
import { levelNames, parseLogLevel } from './logLevel.ts';
import { type PlatformLine, requestIdOf } from './platformLine.ts';
import { parsePlatformRecord } from './platformRecord.ts';
import { formatPlatformText, parsePlatformText } from './platformText.ts';
import { readRuntimeFailure } from './runtimeFailure.ts';
import { readRuntimePrefix } from './runtimeLine.ts';
import { readStructuredLine } from './structuredLine.ts';

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

/** With the colours that a logger puts around it. */
const longestLevel = 100;
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
  const json = parseLineJson(message);
  if (!json) return applicationLine(event, message, undefined, undefined);
  const platform = parsePlatformRecord(json);
  if (platform) return platformLine(event, platform, formatPlatformText(platform, event.timestamp).trimEnd(), json);
  const { text, level, requestId, isFailure } = readStructuredLine(json);
  const kind = isFailure ? 'error' : 'application';
  return { line: { event, kind, text, level, requestId, json }, platform: undefined, isOwnRequestId: false };
}

/** A line with the prefix that a language's runtime puts before what the function logged. */
function parseRuntimeLine(event: LogEvent, message: string): ParsedLine {
  const prefix = readRuntimePrefix(message);
  return applicationLine(event, message.slice(prefix?.length ?? 0), prefix?.level, prefix?.requestId);
}

function applicationLine(
  event: LogEvent,
  text: string,
  level: LogLevel | undefined,
  requestId: string | undefined,
): ParsedLine {
  const own = { platform: undefined, isOwnRequestId: requestId !== undefined };
  const failure = readRuntimeFailure(text);
  if (failure) return { line: { event, kind: 'error', level: 'ERROR', requestId, ...failure }, ...own };
  const json = text.startsWith('{') && text.endsWith('}') ? parseLineJson(text) : undefined;
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
  const start = withoutAnsi(text.slice(0, longestLevel));
  for (const pattern of leadingLevel) {
    const match = pattern.exec(start);
    if (match) return parseLogLevel(match[1]);
  }
  return undefined;
}

function platformLine(event: LogEvent, platform: PlatformLine, text: string, json: LogLine['json']): ParsedLine {
  const requestId = requestIdOf(platform);
  const kind = platformKind(platform);
  const line: LogLine = {
    event,
    kind,
    text: withoutRequest(platform, text),
    level: platformLevel(platform, kind),
    requestId,
    json,
  };
  return { line, platform, isOwnRequestId: requestId !== undefined };
}

/** Without a level unless something is wrong; what is no failure of a request has the level that Lambda gives it. */
function platformLevel(platform: PlatformLine, kind: LogLineKind): LogLevel | undefined {
  const hasFailed = 'status' in platform && platform.status !== undefined;
  if (kind === 'error' || (kind === 'init' && hasFailed)) return 'ERROR';
  const isWarning = hasFailed || platform.type === 'logsDropped';
  return isWarning || (platform.type === 'extension' && platform.errorType !== undefined) ? 'WARN' : undefined;
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
