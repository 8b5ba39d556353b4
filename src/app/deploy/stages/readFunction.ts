/** The function as it is on the target, and whether it is in the account that the link was made for. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { parseFunctionReference } from '../../../lambda/names.ts';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import { imageFunction, missingFunction, unknownAccount, wrongAccount } from '../redeployErrors.ts';
import type { RedeployRun } from '../redeployRun.ts';
import { untilSettled } from '../updateWait.ts';

/** `undefined` when it is to be created. Rejects with `HumanError` for a function that is not there, or is an image. */
export async function readFunction(run: RedeployRun): Promise<FunctionConfiguration | undefined> {
  const { functionName } = run.link;
  try {
    const configuration = await run.connection.lambda.getFunctionConfiguration(
      { FunctionName: functionName },
      { signal: run.signal },
    );
    if (configuration.PackageType === 'Image') throw imageFunction(functionName);
    return configuration;
  } catch (error) {
    if (!(error instanceof LambdaServiceError) || error.code !== 'ResourceNotFoundException') throw error;
    if (run.create) return undefined;
    throw missingFunction(functionName, run.target.label);
  }
}

/** What was read this long ago is still good enough: the revision that it names guards the upload. */
const freshMs = 500;

/** Its revision guards the upload, and an update under way would refuse it. `known` is asked for again when it has aged. */
export async function settledFunction(
  run: RedeployRun,
  known?: { readonly deployed: FunctionConfiguration | undefined; readonly readAt: number },
): Promise<FunctionConfiguration | undefined> {
  const isFresh = known !== undefined && run.clock.monotonic() - known.readAt < freshMs;
  const deployed = isFresh ? known.deployed : await readFunction(run);
  return deployed && untilSettled(run.connection.lambda, deployed, run.clock, run.signal);
}

/** A profile that points to another account than the link was made for must not receive the code. */
export async function checkAccount(run: RedeployRun, known: FunctionConfiguration | undefined): Promise<void> {
  const { functionName, target } = run.link;
  if (target.kind === 'local' || target.accountId === undefined) return;
  const actual =
    (await run.connection.accountId(run.signal)) ??
    (known?.FunctionArn === undefined ? undefined : parseFunctionReference(known.FunctionArn)?.accountId);
  if (actual === undefined) throw unknownAccount(functionName, target.accountId, run.target.label);
  if (actual !== target.accountId) throw wrongAccount(functionName, target.accountId, actual, run.target.label);
}
