/** Gives `console` the shape that Lambda's Node.js runtime gives it: time, request id, level and message, as text or JSON. */

import { format } from 'node:util';
import { writeMessage } from './logPipe.ts';

let requestId: string | undefined;
let tenantId: string | undefined;
let isJson = false;

/** Lines written from now on carry these ids: a request id that is `undefined`, during init, is printed as that word. */
export function setLogIds(request: string, tenant: string | undefined): void {
  requestId = request;
  tenantId = tenant;
}

/** Levels below `AWS_LAMBDA_LOG_LEVEL` write nothing. FATAL always does. */
export function patchConsole(): void {
  isJson = process.env['AWS_LAMBDA_LOG_FORMAT']?.toUpperCase() === 'JSON';
  const least = levels.indexOf(process.env['AWS_LAMBDA_LOG_LEVEL']?.toUpperCase() ?? '');
  const logger = (level: string) =>
    levels.indexOf(level) < least && level !== 'FATAL' ? () => {} : isJson ? jsonLogger(level) : textLogger(level);
  const patched = console as Console & { fatal?: unknown };
  patched.trace = logger('TRACE');
  patched.debug = logger('DEBUG');
  patched.info = logger('INFO');
  patched.warn = logger('WARN');
  patched.error = logger('ERROR');
  patched.fatal = logger('FATAL');
  patched.log = patched.info;
}

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

function textLogger(level: string) {
  return (message?: unknown, ...parameters: unknown[]) => {
    const nowMs = Date.now();
    const text = format(message, ...parameters);
    writeMessage(`${new Date(nowMs).toISOString()}\t${requestId}\t${level}\t${text}\n`, nowMs);
  };
}

function jsonLogger(level: string) {
  return (...parameters: unknown[]) => {
    const nowMs = Date.now();
    const line = { timestamp: new Date(nowMs).toISOString(), level, requestId, tenantId };
    writeMessage(`${jsonLine(line, parameters)}\n`, nowMs);
  };
}

/** One argument is the message as it is; several are formatted, and the first error among them is told in full. */
function jsonLine(line: Readonly<Record<string, unknown>>, parameters: readonly unknown[]): string {
  if (parameters.length <= 1) {
    const [message] = parameters;
    try {
      return JSON.stringify({ ...line, message }, (_key, value) =>
        value instanceof Error ? { ...errorFields(value), ...value } : value,
      );
    } catch {
      return JSON.stringify({ ...line, message: format(message) });
    }
  }
  const error = parameters.find((parameter) => parameter instanceof Error);
  const fields = error === undefined ? {} : errorFields(error);
  return JSON.stringify({ ...line, message: format(...parameters), ...fields });
}

/** The runtime's own errors are classes of their own on Lambda; here their name says which. */
function errorFields(error: Error) {
  const errorType = error.name.startsWith('Runtime.')
    ? error.name.slice('Runtime.'.length)
    : (error.constructor?.name ?? 'UnknownError');
  return { errorType, errorMessage: error.message, stackTrace: error.stack?.split('\n') ?? [] };
}

/**
 * The line that Lambda's runtime writes about an error. Text: a title, and the error as JSON after a space and a tab.
 * JSON: the error is the message.
 */
export function logError(title: string, error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  // biome-ignore lint/suspicious/noConsole: console is the function's log
  if (isJson) console.error(known);
  // biome-ignore lint/suspicious/noConsole: console is the function's log
  else console.error(title, formatForLog(known));
}

function formatForLog(error: Error): string {
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? visible(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(visible({ name: error.name, message: error.message, stack: error.stack } as Error))}`;
  }
}

/** Name, message, code and stack are not enumerable, but they are what one looks for in a log. */
function visible(error: Error): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const fields = { errorType: error.name, errorMessage: error.message, code, ...error };
  return typeof error.stack === 'string' ? { ...fields, stack: error.stack.split('\n') } : fields;
}
