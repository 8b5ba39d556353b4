/** Gives `console` the shape that Lambda's Node.js runtime gives it: time, request id, level and message, tab-separated. */

import { format } from 'node:util';
import { writeMessage } from './logPipe.ts';

let requestId: string | undefined;

/** Lines written from now on carry this id; `undefined` during init, and printed as that word. */
export function setLogRequestId(id: string): void {
  requestId = id;
}

export function patchConsole(): void {
  const logger =
    (level: string) =>
    (message?: unknown, ...parameters: unknown[]) => {
      const nowMs = Date.now();
      const text = format(message, ...parameters);
      writeMessage(`${new Date(nowMs).toISOString()}\t${requestId}\t${level}\t${text}\n`, nowMs);
    };
  const patched = console as Console & { fatal?: unknown };
  patched.trace = logger('TRACE');
  patched.debug = logger('DEBUG');
  patched.info = logger('INFO');
  patched.warn = logger('WARN');
  patched.error = logger('ERROR');
  patched.fatal = logger('FATAL');
  patched.log = patched.info;
}

/** The line that Lambda's runtime writes about an error: a title, and the error as JSON after a space and a tab. */
export function logError(title: string, error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: console is the function's log
  console.error(title, formatForLog(error instanceof Error ? error : new Error(String(error))));
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
