/** Errors that the wire layer itself raises, and how any error looks on the wire. */

import { LambdaServiceError } from '../../lambda/serviceError.ts';
import type { WireResponse } from './operation.ts';

/** The JSON is right, but a value has the wrong type. The texts are those of AWS's JSON reader. */
export function serializationError(message: string): LambdaServiceError {
  return new LambdaServiceError('SerializationException', 400, message);
}

/** Lambda names no fault for it; CloudWatch Logs calls the same text `InvalidParameterException`. */
export function validationError(code: string, problems: readonly string[]): LambdaServiceError {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  return new LambdaServiceError(code, 400, `${count} detected: ${problems.join('; ')}`);
}

/** restJson1: the code in a header, `Type` and the message in the body; the message's key differs by exception. */
export function restJsonError(error: LambdaServiceError, capitalMessage: ReadonlySet<string>): WireResponse {
  const body = {
    ...(error.fault === undefined ? {} : { Type: error.fault }),
    [capitalMessage.has(error.code) ? 'Message' : 'message']: error.message,
    ...error.members,
  };
  return {
    status: error.httpStatus,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code, ...error.headers },
    body: JSON.stringify(body),
  };
}

/** awsJson1.1: everything in the body. */
export function awsJsonError(error: LambdaServiceError): WireResponse {
  return {
    status: error.httpStatus,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error.code, ...error.headers },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  };
}
