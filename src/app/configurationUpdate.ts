/** Changes the configuration of a function on a target, and only if it still is what the developer looked at. */

import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { HumanError } from '../base/humanError.ts';
import { LambdaServiceError } from '../lambda/serviceError.ts';
import { toHumanError } from './awsErrors.ts';
import { changedMembers, updateRequest } from './configurationChange.ts';
import { type EditedConfiguration, editableConfiguration } from './configurationDocument.ts';
import { untilAtWork, untilSettled } from './deploy/updateWait.ts';
import type { Target } from './target.ts';

/** Someone else changed the configuration since it was read. Nothing was sent, or what was sent was refused. */
export class ConfigurationConflict extends HumanError {
  override readonly name = 'ConfigurationConflict';
  /** What is there now. */
  readonly current: FunctionConfiguration;

  constructor(functionName: string, targetLabel: string, current: FunctionConfiguration, cause?: unknown) {
    super(
      `The configuration of ${functionName} on ${targetLabel} was changed by someone else meanwhile. Nothing was overwritten.`,
      { cause },
    );
    this.current = current;
  }
}

/** Rejects with `HumanError`. */
export async function readConfiguration(
  target: Target,
  functionName: string,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  try {
    const { lambda } = await target.connect(signal);
    return await lambda.getFunctionConfiguration({ FunctionName: functionName }, signal ? { signal } : {});
  } catch (error) {
    throw toHumanError(error, { action: `Read the configuration of ${functionName}`, targetLabel: target.label });
  }
}

export interface ConfigurationUpdate {
  readonly functionName: string;
  /** What the developer looked at. */
  readonly base: EditedConfiguration;
  readonly edited: EditedConfiguration;
}

/**
 * Sends what differs from `base`, then waits until it is at work. Rejects with `ConfigurationConflict` when the target is not
 * at `base` any more, with another `HumanError` when it refuses or fails, and with the signal's reason.
 */
export async function updateConfiguration(
  target: Target,
  { functionName, base, edited }: ConfigurationUpdate,
  clock: Clock,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  try {
    const { lambda } = await target.connect(signal);
    const read = () => lambda.getFunctionConfiguration({ FunctionName: functionName }, { signal });
    const current = await untilSettled(lambda, await read(), clock, signal);
    // Another revision may be other code only, which this change does not touch.
    if (!isDeepStrictEqual(editableConfiguration(current), base)) {
      throw new ConfigurationConflict(functionName, target.label, current);
    }
    const request = updateRequest(functionName, base, edited, current.RevisionId);
    const sent = await lambda.updateFunctionConfiguration(request, { signal }).catch(async (error: unknown) => {
      if (!(error instanceof LambdaServiceError) || error.code !== 'PreconditionFailedException') throw error;
      const now = await read();
      // A retry after a lost answer meets the revision that its own first attempt made.
      if (changedMembers(editableConfiguration(now), edited).length === 0) return now;
      throw new ConfigurationConflict(functionName, target.label, now, error);
    });
    return await untilAtWork(lambda, sent, clock, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw toHumanError(error, { action: `Update the configuration of ${functionName}`, targetLabel: target.label });
  }
}
