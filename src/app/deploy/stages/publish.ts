/** Publishes what was just deployed as a version, and only that. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import { changedMeanwhile } from '../redeployErrors.ts';
import type { RedeployRun } from '../redeployRun.ts';
import { untilAtWork } from '../updateWait.ts';

/**
 * The number of the version, once it is at work: behind a VPC or with SnapStart that takes a while. AWS answers with the one that
 * is there when a first attempt had already made it.
 */
export async function publishStage(run: RedeployRun, configuration: FunctionConfiguration): Promise<string> {
  const { link, connection, signal, target, clock } = run;
  const { CodeSha256 } = configuration;
  try {
    // The hash guards what matters here; the revision may have moved on by a mere tag.
    const published = await connection.lambda.publishVersion(
      { FunctionName: link.functionName, ...(CodeSha256 === undefined ? {} : { CodeSha256 }) },
      { signal },
    );
    const { Version } = published;
    if (Version === undefined) throw new Error(`${target.label} answered without the number of the version`);
    const known = { ...published, FunctionName: `${link.functionName}:${Version}` };
    await untilAtWork(connection.lambda, known, clock, signal);
    return Version;
  } catch (error) {
    const isOther = error instanceof LambdaServiceError && /CodeSHA256|Revision/i.test(error.message);
    throw isOther ? changedMeanwhile(link.functionName, target.label, error) : error;
  }
}
