/** What the caller gets of an invocation: from the runtime's answer, or from the reason why there is none. */

import type { Invocation, InvocationOutcome } from '../invoke/invocation.ts';
import type { Failure } from './failure.ts';
import { type Fault, responseTooLargeFault, responseTruncated, responseTruncatedFault } from './faults.ts';
import type { RuntimeAnswer } from './runtimeSession.ts';

export function outcomeOf(answer: RuntimeAnswer, { requestId, responseSink }: Invocation): InvocationOutcome {
  const isStreamed = (responseSink?.bytes ?? 0) > 0;
  switch (answer.type) {
    case 'response':
      return { payload: answer.payload, functionError: undefined, logTail: undefined };
    case 'error':
      return failed(answer.error, isStreamed);
    case 'responseTooLarge':
      return failed(responseTooLargeFault(isStreamed), isStreamed);
    case 'responseTruncated':
      return failed(responseTruncatedFault(requestId), isStreamed);
  }
}

/** The function ended without an answer. A response that was being streamed is truncated by a process that ends. */
export function brokenOutcome(
  failure: Failure | undefined,
  { requestId, responseSink }: Invocation,
): InvocationOutcome {
  const { errorType, payload } = failure?.fault(requestId) ?? { errorType: '', payload: new Uint8Array() };
  const streamErrorType = errorType === 'Runtime.ExitError' ? responseTruncated : errorType;
  return failed({ errorType: streamErrorType, payload }, (responseSink?.bytes ?? 0) > 0);
}

function failed({ errorType, payload }: Fault, isStreamed: boolean): InvocationOutcome {
  return {
    payload,
    functionError: 'Unhandled',
    logTail: undefined,
    ...(isStreamed ? { streamErrorType: errorType } : {}),
  };
}
