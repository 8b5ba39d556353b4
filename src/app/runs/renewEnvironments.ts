/** Makes Lambda start every execution environment of `$LATEST` anew, by changing one environment variable of the function. */

import { type Clock, withDeadline } from '../../base/clock.ts';
import { untilAtWork } from '../deploy/updateWait.ts';
import type { Target } from '../target.ts';

/** Its value is the time of the last renewal. Removing it undoes the change, and renews once more. */
export const renewalVariable = 'LAMBDA_WORKBENCH_COLD_START';

const deadlineMs = 330_000;

/** Refused by Lambda (`PreconditionFailedException`) when somebody changes the function at the same time: nothing is lost. */
export function renewEnvironments(
  target: Target,
  functionName: string,
  clock: Clock,
  signal?: AbortSignal,
): Promise<void> {
  const work = async (inner: AbortSignal) => {
    const { lambda } = await target.connect(inner);
    const options = { signal: inner };
    const before = await lambda.getFunctionConfiguration({ FunctionName: functionName }, options);
    const changed = await lambda.updateFunctionConfiguration(
      {
        FunctionName: functionName,
        // All of them: what is not named here would be removed.
        Environment: {
          Variables: { ...before.Environment?.Variables, [renewalVariable]: new Date(clock.now()).toISOString() },
        },
        ...(before.RevisionId === undefined ? {} : { RevisionId: before.RevisionId }),
      },
      options,
    );
    await untilAtWork(lambda, changed, clock, inner);
  };
  return withDeadline(clock, deadlineMs, `Renew the environments of ${functionName}`, work, signal);
}
