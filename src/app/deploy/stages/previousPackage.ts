/** Keeps the package that a redeploy is about to replace: what Undo sends back. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { messageOf } from '../../../base/humanError.ts';
import { downloadPackage } from '../../deployedCode.ts';
import type { RedeployRun } from '../redeployRun.ts';

/**
 * Begins at once, beside the build. The promise never rejects: a package that cannot be kept is no reason not to redeploy,
 * only not to undo it. Resolves to whether it is kept.
 */
export async function keepPrevious(run: RedeployRun, known: FunctionConfiguration | undefined): Promise<boolean> {
  const { packages, link, log, target, signal } = run;
  const codeSha256 = known?.CodeSha256;
  if (packages === undefined || codeSha256 === undefined) return false;
  try {
    if (await packages.has(codeSha256)) return true;
    const { zip, configuration } = await downloadPackage(target, link.functionName, undefined, signal);
    // Someone may have deployed between the two questions.
    if (configuration.CodeSha256 === codeSha256) await packages.keep(codeSha256, zip);
    return configuration.CodeSha256 === codeSha256;
  } catch (error) {
    if (!signal.aborted) log.warn(`The package of ${link.functionName} before this redeploy: ${messageOf(error)}`);
    return false;
  }
}
