/** Errors of a target in words for a person: what happened, to what, what to do next. */

import { HumanError } from '../base/humanError.ts';

export interface FailedAction {
  /** What was tried, as in `List functions`. */
  readonly action: string;
  readonly targetLabel: string;
}

export function toHumanError(error: unknown, what: FailedAction): HumanError {
  return error instanceof HumanError ? error : new HumanError(`${what.action}: ${String(error)}`);
}
