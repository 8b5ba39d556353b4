/** Why a phase of an environment did not come to its regular end: the words of the log, and what the caller gets. */

import {
  entrypointFault,
  exitFault,
  extensionExitReason,
  extensionFault,
  type Fault,
  limitFault,
  outOfMemoryFault,
  timeoutFault,
} from './faults.ts';
import type { LaunchError } from './launch.ts';
import type { ExceededLimit } from './limits/processLimits.ts';
import type { RuntimeError } from './runtimeSession.ts';
import type { ProcessExit } from './supervisor.ts';

export interface Failure {
  /** As REPORT and INIT_REPORT say it. */
  readonly status: 'error' | 'timeout';
  readonly errorType: string | undefined;
  /** A line for the log of the invocation. */
  readonly explanation: string | undefined;
  /** What the caller gets, unless the function had answered before. */
  fault(requestId: string): Fault;
}

/** Init or invocation was not over in time; the text names the function's timeout in either case. */
export function timeoutFailure(timeoutMs: number): Failure {
  const fault = (requestId: string) => timeoutFault(requestId, timeoutMs);
  return { status: 'timeout', errorType: undefined, explanation: undefined, fault };
}

/** The process ended. */
export function exitFailure(exit: ProcessExit, isOutOfMemory: boolean): Failure {
  const { exceeded } = exit;
  if (isOutOfMemory || exceeded?.what === 'memory') return outOfMemoryFailure();
  if (exceeded !== undefined) return limitFailure(exceeded);
  const fault = (requestId: string) => exitFault(requestId, exit);
  return { status: 'error', errorType: 'Runtime.ExitError', explanation: undefined, fault };
}

/** The memory was used up. */
export function outOfMemoryFailure(): Failure {
  return { status: 'error', errorType: 'Runtime.OutOfMemory', explanation: undefined, fault: outOfMemoryFault };
}

/** More was used than there is; on Lambda the function would have met an error of the system, and might have gone on. */
function limitFailure({ what, allowed }: ExceededLimit): Failure {
  const message =
    what === 'storage'
      ? `No space left in /tmp: it held more than the ${allowed / bytesPerMB} MB of EphemeralStorage.Size. The execution environment was ended and its /tmp emptied; on Lambda the write fails (ENOSPC).`
      : `Resource temporarily unavailable: the function ran more than ${allowed} processes and threads. The execution environment was ended; on Lambda starting another one fails (EAGAIN).`;
  const fault = (requestId: string) => limitFault(requestId, message);
  return { status: 'error', errorType: 'Runtime.ExitError', explanation: message, fault };
}

const bytesPerMB = 1024 * 1024;

/** The runtime itself reported that it could not load the function. */
export function initFailure({ errorType, payload }: RuntimeError): Failure {
  const reported = platformErrorType(errorType);
  return { status: 'error', errorType: reported, explanation: undefined, fault: () => ({ errorType, payload }) };
}

/**
 * REPORT and INIT_REPORT know types of the platform's form alone; the name of an exception is the caller's business.
 * Source: Lambda's runtime supervisor, as published with the interface emulator, and recorded lines.
 */
function platformErrorType(errorType: string): string {
  if (/(?:Runtime|Function)\.[A-Z][a-zA-Z]+/.test(errorType)) return errorType;
  return errorType.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
}

/** An extension ended before its time; `reported` is what it had said of itself before. */
export function extensionFailure(reported: string | undefined, exit: ProcessExit): Failure {
  return extensionFailed(reported ?? 'Extension.Crash', extensionExitReason(exit));
}

/** An extension could not be started. */
export function extensionLaunchFailure(reason: string): Failure {
  return extensionFailed('Extension.LaunchError', reason);
}

function extensionFailed(errorType: string, reason: string): Failure {
  const fault = (requestId: string) => extensionFault(requestId, errorType, reason);
  return { status: 'error', errorType, explanation: reason, fault };
}

/** There was nothing to start. */
export function launchFailure({ message }: LaunchError): Failure {
  const fault = (requestId: string) => entrypointFault(requestId, message);
  return { status: 'error', errorType: 'Runtime.InvalidEntrypoint', explanation: message, fault };
}
