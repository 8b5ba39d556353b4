/** How an environment came to be initialised: the value of `AWS_LAMBDA_INITIALIZATION_TYPE` and of platform records. */

import { limits } from '../../lambda/limits.ts';

export type InitializationType = 'on-demand' | 'provisioned-concurrency' | 'snap-start';

/** Init that nobody waits for may take longer. Source: Lambda developer guide, "Lambda execution environment". */
const unhurriedInitMs = 130_000;

/** How long Init may take; afterwards it is done again, as a part of the first invocation. */
export function initDeadlineMs(type: InitializationType, timeoutMs: number): number {
  return type === 'on-demand' ? limits.initTimeoutMs : Math.max(unhurriedInitMs, timeoutMs);
}
