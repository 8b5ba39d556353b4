/** JSON as it arrives: parsed or merely checked, with the words of AWS's JSON parser when it is broken. */

import { isUtf8 } from 'node:buffer';
import { LambdaServiceError } from '../../lambda/serviceError.ts';
import { findJsonProblem } from './jsonProblem.ts';
import { serializationError } from './wireErrors.ts';

/** Parses the document of a restJson request. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch (error) {
    throw invalidContent(bytes, 'Could not parse request body into json: ', error);
  }
}

/** Parses the document of an awsJson request, which has no text for a broken one. */
export function parseRpcBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    throw serializationError('Could not parse the request body as JSON.');
  }
}

/** Throws unless the payload of an invocation is JSON. Its bytes are passed on as they are. */
export function checkPayload(bytes: Uint8Array): void {
  try {
    JSON.parse(textOf(bytes));
  } catch (error) {
    throw invalidContent(bytes, 'Could not parse request body into json: Could not parse payload into json: ', error);
  }
}

function invalidContent(bytes: Uint8Array, prefix: string, cause: unknown): LambdaServiceError {
  const problem = isUtf8(bytes) ? findJsonProblem(textOf(bytes)) : invalidUtf8(bytes);
  return new LambdaServiceError('InvalidRequestContentException', 400, prefix + problem, { fault: 'User', cause });
}

/** A lossy text could be JSON where the bytes are not. */
function textOf(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new SyntaxError('Not UTF-8');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function invalidUtf8(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bad = 0;
  for (const [index, byte] of bytes.entries()) {
    try {
      decoder.decode(bytes.subarray(index, index + 1), { stream: true });
    } catch {
      bad = byte;
      break;
    }
  }
  return `Invalid UTF-8 start byte 0x${bad.toString(16)}`;
}
