/** Waits until Lambda has put a created or updated function to work. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type Clock, sleep } from '../../base/clock.ts';
import { HumanError } from '../../base/humanError.ts';
import { formatDuration } from '../../base/text.ts';
import type { LambdaApi } from '../../lambda/api.ts';

const firstPauseMs = 25;
const longestPauseMs = 1_000;
/** Functions in a VPC take minutes; the SDK's own waiter gives up after 5. */
const deadlineMs = 300_000;

/** Waits for the function to settle. Rejects with `HumanError` when the outcome is Failed, with Lambda's reason. */
export async function untilAtWork(
  lambda: LambdaApi,
  known: FunctionConfiguration,
  clock: Clock,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const settled = await untilSettled(lambda, known, clock, signal);
  const name = settled.FunctionName ?? '';
  if (settled.LastUpdateStatus === 'Failed') {
    throw updateFailed(name, settled.LastUpdateStatusReason, settled.LastUpdateStatusReasonCode);
  }
  if (settled.State === 'Failed') throw updateFailed(name, settled.StateReason, settled.StateReasonCode);
  return settled;
}

/**
 * Asks with growing pauses until neither `State` is Pending nor `LastUpdateStatus` InProgress: Lambda refuses updates
 * before. Rejects with `HumanError` at the deadline.
 */
export async function untilSettled(
  lambda: LambdaApi,
  known: FunctionConfiguration,
  clock: Clock,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const name = known.FunctionName ?? '';
  const startedAt = clock.monotonic();
  let configuration = known;
  // Locally an update is at work at once: the first question waits for nothing.
  for (let pauseMs = 0; isUnsettled(configuration); pauseMs = nextPauseMs(pauseMs)) {
    if (clock.monotonic() - startedAt >= deadlineMs) {
      throw new HumanError(
        `Lambda has not finished the update of ${name} after ${formatDuration(deadlineMs)}. It may still do so: refresh to see its state.`,
      );
    }
    if (pauseMs > 0) await sleep(clock, pauseMs, signal);
    configuration = await lambda.getFunctionConfiguration({ FunctionName: name }, { signal });
  }
  return configuration;
}

function nextPauseMs(pauseMs: number): number {
  return pauseMs === 0 ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
}

function isUnsettled(configuration: FunctionConfiguration): boolean {
  return configuration.State === 'Pending' || configuration.LastUpdateStatus === 'InProgress';
}

function updateFailed(name: string, reason: string | undefined, code: string | undefined): HumanError {
  return new HumanError(`Lambda could not put the update of ${name} to work: ${reason ?? code ?? 'no reason given'}`);
}
