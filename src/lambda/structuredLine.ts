/** What a JSON log line says, whichever logger wrote it: Lambda's own, Powertools, pino, bunyan, winston, structlog. */

import { asObject, asText, asTexts, type JsonObject } from '../base/json.ts';
import type { LogLevel } from './invocationRecord.ts';
import { parseLogLevel } from './logLevel.ts';

export interface StructuredLine {
  readonly text: string;
  readonly level: LogLevel | undefined;
  readonly requestId: string | undefined;
  /** True when the runtime wrote it because the function failed, not because the function logged an error. */
  readonly isFailure: boolean;
}

const levelKeys = ['level', 'log_level', 'severity', 'levelname', 'logLevel', 'log.level'];
const messageKeys = ['message', 'msg', 'event'];
/** Lambda's runtimes (Java writes AWSRequestId), Powertools, and what developers call it. */
const requestIdKeys = [
  'requestId',
  'AWSRequestId',
  'awsRequestId',
  'aws_request_id',
  'function_request_id',
  'lambda_request_id',
  'request_id',
  'faas.invocation_id',
];

export function readStructuredLine(json: JsonObject): StructuredLine {
  const error = errorText(json);
  // The Python runtime and Go write the bare error object; a logger always says something of its own beside it.
  const isFailure = error !== undefined && !messageKeys.some((key) => key in json);
  return {
    text: messageText(json) ?? error ?? JSON.stringify(json),
    level: firstOf(levelKeys, (key) => parseLogLevel(json[key])) ?? (isFailure ? 'ERROR' : undefined),
    requestId: firstOf(requestIdKeys, (key) => asText(json[key])),
    isFailure,
  };
}

/** `Type: message`, then the stack, of an error object as the runtimes write it (`stack` in Node's text format). */
export function errorText(json: JsonObject): string | undefined {
  const type = asText(json['errorType']);
  if (type === undefined || typeof json['errorMessage'] !== 'string') return undefined;
  const headline = `${type}: ${json['errorMessage']}`.replace(/: $/, '');
  const stack = json['stack'] ?? json['stackTrace'] ?? json['trace'];
  const frames = asTexts(stack).map((frame) => frame.trimEnd());
  // A Node stack begins with the message itself, possibly over several lines.
  const first = frames[0] ?? '';
  const hasHeadline = first.startsWith(type) || first.startsWith(type.replace(/^Runtime\./, ''));
  return (hasHeadline ? frames : [headline, ...frames]).join('\n');
}

/**
 * The stack that a logger wrote beside its message, each under the names that it uses: pino and bunyan `err`, Powertools
 * `error` or `exception`, structlog `exception`, winston `stack`, zap `stacktrace`, python-json-logger `exc_info`.
 */
export function stackText(json: JsonObject): string | undefined {
  return firstOf(stackKeys, (key) => {
    const value = json[key];
    const object = asObject(value);
    const stack = object ? (object['stack'] ?? object['stackTrace'] ?? object['stack_trace']) : value;
    const text = Array.isArray(stack) ? asTexts(stack).join('\n') : asText(stack);
    // One line is no stack: `error: "no such key"` is a member like any other.
    return text?.trimEnd().includes('\n') ? text.trimEnd() : undefined;
  });
}

const stackKeys = ['stack', 'stack_trace', 'stacktrace', 'stackTrace', 'err', 'error', 'exception', 'exc_info'];

function messageText(json: JsonObject): string | undefined {
  return firstOf(messageKeys, (key) => {
    const object = key === 'event' ? undefined : asObject(json[key]);
    return object ? (errorText(object) ?? JSON.stringify(object)) : asText(json[key]);
  });
}

function firstOf<T>(keys: readonly string[], read: (key: string) => T | undefined): T | undefined {
  for (const key of keys) {
    const value = read(key);
    if (value !== undefined) return value;
  }
  return undefined;
}
