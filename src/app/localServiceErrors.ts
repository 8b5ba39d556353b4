/** What a developer reads when the local service cannot be used. */

import { type HumanAction, HumanError } from '../base/humanError.ts';
import type { CommandId } from '../protocol/commandTable.ts';

const showLog: HumanAction = { label: 'Show Log', command: 'lambdaWorkbench.openLog' satisfies CommandId };

export function serviceNotStarted(command: string, cause: Error): HumanError {
  const missing = 'code' in cause && cause.code === 'ENOENT';
  return new HumanError(
    missing
      ? `The local service could not be started, because its Node.js was not found: ${command}`
      : `The local service could not be started with ${command}: ${cause.message}`,
    { cause, action: showLog },
  );
}

export function serviceEndedEarly(how: string, lastWords: string): HumanError {
  const said = lastWords === '' ? '' : `. It said: ${lastWords}`;
  return new HumanError(`The local service ended before it was ready (${how})${said}`, { action: showLog });
}

export function serviceTooSlow(deadlineMs: number, cause: unknown): HumanError {
  return new HumanError(`The local service was not ready within ${deadlineMs / 1000} s and was ended. Try again.`, {
    cause,
    action: showLog,
  });
}

export function serviceKeepsEnding(times: number, how: string): HumanError {
  return new HumanError(`The local service ended ${times} times shortly after its start (${how}).`, {
    action: showLog,
  });
}

export function belongsToAnotherWindow(pid: number): HumanError {
  return new HumanError(
    `The local service belongs to another window or shell (process ${pid}). Stop it there, or close that window.`,
  );
}

export function serviceClosed(): HumanError {
  return new HumanError('The local service was stopped.');
}
