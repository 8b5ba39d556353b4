/** Rebuilds what the SDK throws as the product's own error, so that nobody above needs to know the SDK. */

import { LambdaServiceError } from '../lambda/serviceError.ts';

/** What the SDK adds to an error that came from an answer of the service. */
interface AnsweredError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
  readonly Type?: string;
}

/**
 * An answer that is an error becomes a `LambdaServiceError` with the SDK's error as its cause.
 * Everything else (no connection, no credentials, aborted) passes as it is.
 */
export function rebuiltError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LambdaServiceError) return error;
  const answered = error as AnsweredError;
  const status = answered.$metadata?.httpStatusCode ?? answered.$response?.statusCode;
  if (status === undefined && !('$fault' in answered)) return error;
  // An answer that is not of the protocol (a proxy's HTML page) fails in the parser, not in the service.
  if (answered instanceof SyntaxError) {
    return new LambdaServiceError('UnreadableAnswer', status ?? 0, `The answer could not be read: ${error.message}`, {
      fault: 'Service',
      cause: error,
    });
  }
  const type = answered.Type;
  return new LambdaServiceError(error.name, status ?? 0, error.message, {
    ...(type === 'User' || type === 'Service' ? { fault: type } : {}),
    members: membersOf(answered),
    cause: error,
  });
}

/** Members of the error's shape: what is neither the SDK's own nor part of every `Error`. */
function membersOf(error: AnsweredError): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(error).filter(
      ([name, value]) =>
        value !== undefined && !name.startsWith('$') && !['name', 'message', 'Message', 'Type', 'stack'].includes(name),
    ),
  );
}
