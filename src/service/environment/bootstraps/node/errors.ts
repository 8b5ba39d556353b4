/** The errors that Lambda's Node.js runtime raises itself, and how any error is told to the Runtime API. */

export type RuntimeErrorType =
  | 'Runtime.ImportModuleError'
  | 'Runtime.HandlerNotFound'
  | 'Runtime.MalformedHandlerName'
  | 'Runtime.UserCodeSyntaxError'
  | 'Runtime.MalformedStreamingHandler'
  | 'Runtime.InvalidStreamingOperation'
  | 'Runtime.CallbackHandlerDeprecated'
  | 'Runtime.JSONStringifyError'
  | 'Runtime.NodeJsExit';

export function runtimeError(type: RuntimeErrorType, message: string): Error {
  return named(new Error(message), type);
}

/** What an unhandled rejection becomes: its reason and promise are enumerable, so that the log line shows them. */
export function unhandledRejection(reason: unknown, promise: Promise<unknown>): Error {
  return Object.assign(named(new Error(String(reason)), 'Runtime.UnhandledPromiseRejection'), { reason, promise });
}

/** The stack's first line was made before the name was known; the name itself is no field of its own in a log line. */
function named(error: Error, name: string): Error {
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  error.stack = error.stack?.replace(/^Error/, name) ?? '';
  return error;
}

export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** The error object of the Runtime API. Never throws, whatever was thrown. */
export function errorPayload(error: unknown): ErrorPayload {
  try {
    if (error instanceof Error || looksLikeError(error)) {
      return {
        errorType: withoutDelete(error.name),
        errorMessage: withoutDelete(error.message),
        trace: withoutDelete(error.stack ?? '').split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

/** An error of another realm (`vm`) is none by `instanceof`. */
function looksLikeError(value: unknown): value is Error {
  const candidate = value as Partial<Error> | null | undefined;
  return Boolean(
    candidate &&
      typeof candidate.name === 'string' &&
      typeof candidate.message === 'string' &&
      typeof candidate.stack === 'string',
  );
}

/** DEL is not allowed in the headers that the type travels in. */
function withoutDelete(text: string): string {
  return String(text).replaceAll('\x7F', '%7F');
}
