/** Whether an answer is one that the model allows for its request. */

import type { Expected } from './breakage.ts';
import type { OperationUnderTest } from './serviceUnderTest.ts';
import type { WireAnswer } from './signedSender.ts';

/** What is wrong with the answer; `undefined` when nothing is. */
export function faultOf(operation: OperationUnderTest, expected: Expected, answer: WireAnswer): string | undefined {
  const { status, errorType } = answer;
  // What the local service departs in, its documentation says; it answers that by name.
  if (status === 501 && errorType === 'UnsupportedOperationException') return undefined;
  if (status >= 500) return `${status} ${errorType}`;
  if (status < 400) return expected === 'accepted' || expected === 'any' ? undefined : `${status} for a broken request`;
  if (errorType === undefined) return `${status} without x-amzn-errortype`;
  if (messageOf(answer.text) === undefined) return `${status} ${errorType} without a message`;
  if (!operation.errorCodes.has(errorType)) return `${errorType} is no error of the model`;
  if (expected === 'validation') return validationFault(operation, answer);
  if (expected === 'serialization' && errorType !== 'SerializationException') {
    return `${errorType} for a value of the wrong type`;
  }
  return expected === 'accepted' ? acceptedFault(operation, answer) : undefined;
}

function validationFault({ validationCode }: OperationUnderTest, { status, errorType, text }: WireAnswer) {
  const isWorded = /validation errors? detected/.test(messageOf(text) ?? '');
  return status === 400 && errorType === validationCode && isWorded
    ? undefined
    : `${status} ${errorType} for a value that the model forbids`;
}

/** Actions have rules that the model does not state, some of them worded as the model's. The wire layer has none beyond it. */
function acceptedFault({ service }: OperationUnderTest, { errorType, text }: WireAnswer): string | undefined {
  if (errorType === 'SerializationException') return `${errorType} for a valid request`;
  const isOwnRule = /'(timeout|memorySize|ephemeralStorage.size|compatibleRuntimes?)'/.test(messageOf(text) ?? '');
  return service === 'lambda' && errorType === 'ValidationException' && !isOwnRule
    ? `${errorType} for a valid request`
    : undefined;
}

function messageOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { readonly message?: unknown; readonly Message?: unknown } | null;
    const message = body?.message ?? body?.Message;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
