/** Sends the code, guarded by the revision that was compared, and finds out whether it arrived when no answer tells. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { sleep } from '../../../base/clock.ts';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import { changedMeanwhile, missingFunction } from '../redeployErrors.ts';
import type { RedeployRun } from '../redeployRun.ts';
import { type CodeSource, uploadTimeoutMs } from './bucket.ts';

/** What an upload ended with when it did not end well. */
export class UploadFailure extends Error {
  override readonly name = 'UploadFailure';
  /** Whether the target runs the new code now; `undefined`: nobody could be asked. */
  readonly arrived: boolean | undefined;

  constructor(cause: unknown, arrived: boolean | undefined) {
    super('The upload failed', { cause });
    this.arrived = arrived;
  }
}

export interface SentCode {
  readonly source: CodeSource;
  readonly codeSha256: string;
}

/** One question decides what a lost answer meant. */
const inquiryTimeoutMs = 10_000;

/** Resolves to what the target answered, or to what is there when the answer was lost on the way. Rejects with `UploadFailure`. */
export async function sendCode(
  run: RedeployRun,
  deployed: FunctionConfiguration | undefined,
  code: SentCode,
): Promise<FunctionConfiguration> {
  try {
    return await (deployed ? updateCode(run, deployed, code) : createFunction(run, code));
  } catch (error) {
    if (run.signal.aborted) throw new UploadFailure(error, undefined);
    if (isRefusal(error)) throw new UploadFailure(error, false);
    const now = await inquire(run);
    if (now?.CodeSha256 === code.codeSha256) {
      run.log.info(`${run.link.functionName}: the answer to the upload was lost, and the code had arrived`);
      return now;
    }
    throw new UploadFailure(error, now === undefined ? undefined : false);
  }
}

async function updateCode(
  run: RedeployRun,
  { RevisionId }: FunctionConfiguration,
  { source, codeSha256 }: SentCode,
): Promise<FunctionConfiguration> {
  const { functionName } = run.link;
  try {
    return await run.connection.lambda.updateFunctionCode(
      { FunctionName: functionName, ...source, ...(RevisionId === undefined ? {} : { RevisionId }) },
      { signal: run.signal, requestTimeoutMs: uploadTimeoutMs },
    );
  } catch (error) {
    if (!(error instanceof LambdaServiceError) || error.code !== 'PreconditionFailedException') throw error;
    // A retry after a lost answer meets the revision that its own first attempt made.
    const now = await inquire(run);
    if (now?.CodeSha256 === codeSha256) return now;
    throw changedMeanwhile(functionName, run.target.label, error);
  }
}

/** IAM is a moment behind itself: AWS advises to wait and try again. */
const firstPauseMs = 1_000;
const longestPauseMs = 5_000;
const roleDeadlineMs = 60_000;

async function createFunction(run: RedeployRun, { source }: SentCode): Promise<FunctionConfiguration> {
  const { create, clock, link, signal } = run;
  if (!create) throw missingFunction(link.functionName, run.target.label);
  const startedAt = clock.monotonic();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await run.connection.lambda.createFunction(
        {
          FunctionName: link.functionName,
          Runtime: create.runtime as NonNullable<FunctionConfiguration['Runtime']>,
          Handler: create.handler,
          Role: create.role,
          Code: source,
          ...(create.timeoutS === undefined ? {} : { Timeout: create.timeoutS }),
          ...(create.memorySizeMB === undefined ? {} : { MemorySize: create.memorySizeMB }),
          ...(create.environment === undefined ? {} : { Environment: { Variables: { ...create.environment } } }),
        },
        { signal, requestTimeoutMs: uploadTimeoutMs },
      );
    } catch (error) {
      const isTooEarly = create.isRoleNew === true && isNotAssumable(error);
      if (!isTooEarly || clock.monotonic() - startedAt >= roleDeadlineMs) throw error;
      await sleep(clock, pauseMs, signal);
    }
  }
}

/** Lambda's words for a role that it cannot use, or not yet. */
function isNotAssumable(error: unknown): boolean {
  return (
    error instanceof LambdaServiceError &&
    error.code === 'InvalidParameterValueException' &&
    /cannot be assumed by Lambda/i.test(error.message)
  );
}

/** An answer that says no says too that nothing was changed. Everything else leaves it open. */
function isRefusal(error: unknown): boolean {
  if (error instanceof LambdaServiceError) return error.httpStatus >= 400 && error.httpStatus < 500;
  const name = error instanceof Error ? error.name : '';
  // Ours, and those of credentials that could not be had: nothing was sent.
  return ['HumanError', 'CredentialsProviderError', 'TokenProviderError'].includes(name);
}

async function inquire(run: RedeployRun): Promise<FunctionConfiguration | undefined> {
  const { functionName } = run.link;
  try {
    return await run.connection.lambda.getFunctionConfiguration(
      { FunctionName: functionName },
      { signal: run.signal, requestTimeoutMs: inquiryTimeoutMs },
    );
  } catch (error) {
    const isMissing = error instanceof LambdaServiceError && error.code === 'ResourceNotFoundException';
    return isMissing ? {} : undefined;
  }
}
