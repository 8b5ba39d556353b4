/** The error objects that Lambda itself gives a caller when a function did not answer. Texts as recorded. */

import { limits } from '../../lambda/limits.ts';
import type { ProcessExit } from './supervisor.ts';

/** A failure of an environment: what the caller gets, and what REPORT says of it. */
export interface Fault {
  readonly errorType: string;
  readonly payload: Uint8Array;
}

/** What Lambda calls a streamed response that has no end. */
export const responseTruncated = 'Runtime.TruncatedResponse';

export function timeoutFault(requestId: string, timeoutMs: number): Fault {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return fault('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`);
}

/** A process that ended without an answer. */
export function exitFault(requestId: string, exit: ProcessExit): Fault {
  return fault('Runtime.ExitError', `RequestId: ${requestId} Error: ${exitReason(exit)}`);
}

/**
 * Killed because the memory was used up: Lambda's runtime supervisor gives the text of any killed process a type of its
 * own (its source as published with the runtime interface emulator; REPORT lines of 2025 and 2026 agree).
 */
export function outOfMemoryFault(requestId: string): Fault {
  return fault('Runtime.OutOfMemory', `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`);
}

/**
 * Ended for what it used, where Lambda would have refused the function a write or a process. There is no type for that:
 * it is the type of a process that was killed, and a text that says why.
 */
export function limitFault(requestId: string, message: string): Fault {
  return fault('Runtime.ExitError', `RequestId: ${requestId} Error: ${message}`);
}

export function responseTooLargeFault(isStreamed: boolean): Fault {
  const bytes = isStreamed ? limits.streamedResponseBytes : limits.runtimeResponseBytes;
  return fault(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${bytes} bytes).`,
  );
}

/** A streamed response broke off, and the runtime lives on. The type is Lambda's; the text is ours. */
export function responseTruncatedFault(requestId: string): Fault {
  return fault(responseTruncated, `RequestId: ${requestId} Error: The runtime broke off its response`);
}

/** Nothing could be started: no interpreter, no bootstrap. `message` says what to do. */
export function entrypointFault(requestId: string, message: string): Fault {
  return fault('Runtime.InvalidEntrypoint', `RequestId: ${requestId} Error: ${message}`);
}

/** An extension ended, or could not be started. `reason` is what Lambda says of its process. */
export function extensionFault(requestId: string, errorType: string, reason: string): Fault {
  return fault(errorType, `RequestId: ${requestId} Error: ${reason}`);
}

/** What Lambda says of an extension's process. */
export function extensionExitReason({ signal, code }: ProcessExit): string {
  if (signal !== undefined) return `signal: ${signalName(signal)}`;
  return code === undefined || code === 0 ? 'exit code 0' : `exit status ${code}`;
}

function exitReason(exit: ProcessExit): string {
  if (exit.signal !== undefined) return `Runtime exited with error: signal: ${signalName(exit.signal)}`;
  if (exit.code === undefined || exit.code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${exit.code}`;
}

/** Go's words for a signal, which are Lambda's. */
function signalName(signal: string): string {
  const names: Readonly<Record<string, string>> = {
    SIGKILL: 'killed',
    SIGTERM: 'terminated',
    SIGABRT: 'aborted',
    SIGSEGV: 'segmentation fault',
    SIGBUS: 'bus error',
    SIGILL: 'illegal instruction',
    SIGFPE: 'floating point exception',
    SIGTRAP: 'trace/breakpoint trap',
    SIGINT: 'interrupt',
    SIGHUP: 'hangup',
    SIGQUIT: 'quit',
  };
  return names[signal] ?? signal;
}

function fault(errorType: string, errorMessage: string): Fault {
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}
