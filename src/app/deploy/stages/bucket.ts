/** The way through S3: a package above the direct limit, or of a link that names a bucket, is put there first. */

import { createHash } from 'node:crypto';
import { HumanError } from '../../../base/humanError.ts';
import { formatBytes } from '../../../base/text.ts';
import { limits } from '../../../lambda/limits.ts';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import type { DeploymentPackage } from '../../build/deploymentPackage.ts';
import type { RedeployRun } from '../redeployRun.ts';

/** As CreateFunction and UpdateFunctionCode take it. */
export type CodeSource =
  | { readonly ZipFile: Uint8Array }
  | { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string };

/** 250 MB over a slow line. */
export const uploadTimeoutMs = 15 * 60_000;

export function needsBucket({ link }: Pick<RedeployRun, 'link'>, { zip }: DeploymentPackage): boolean {
  return link.bucket !== undefined || zip.byteLength > limits.zippedPackageBytes;
}

/** Puts the package into the bucket under its hash, once: what is there already is not sent again. */
export async function putIntoBucket(run: RedeployRun, { zip, codeSha256 }: DeploymentPackage): Promise<CodeSource> {
  const { link, connection, signal } = run;
  const bucket = link.bucket;
  if (bucket === undefined) throw bucketNeeded(run.target.id, link.functionName, zip.byteLength);
  if (connection.s3 === undefined) throw noBuckets(run.target.label);
  const s3 = await connection.s3();
  const key = `lambda-workbench/${link.functionName}/${Buffer.from(codeSha256, 'base64').toString('hex')}.zip`;
  const place = { Bucket: bucket, Key: key };
  const source = (version: string | undefined): CodeSource => ({
    S3Bucket: bucket,
    S3Key: key,
    ...(version === undefined || version === 'null' ? {} : { S3ObjectVersion: version }),
  });
  const present = await s3.headObject(place, { signal }).catch(orNothing);
  if (present !== undefined && present.ContentLength === zip.byteLength) return source(present.VersionId);
  const put = await s3.putObject(
    {
      ...place,
      Body: zip,
      ContentLength: zip.byteLength,
      ContentType: 'application/zip',
      // The bucket refuses what arrives otherwise than it was sent.
      ChecksumSHA256: createHash('sha256').update(zip).digest('base64'),
    },
    { signal, requestTimeoutMs: uploadTimeoutMs },
  );
  return source(put.VersionId);
}

/** Not there, or not for these credentials to see: it is put there. */
function orNothing(error: unknown): undefined {
  if (error instanceof LambdaServiceError && error.httpStatus >= 400 && error.httpStatus < 500) return undefined;
  throw error;
}

function bucketNeeded(targetId: string, functionName: string, bytes: number): HumanError {
  return new HumanError(
    `The package of ${functionName} has ${formatBytes(bytes)}, and Lambda takes more than ${formatBytes(limits.zippedPackageBytes)} from an S3 bucket only. Choose a bucket, or leave files out with a .lambdaignore file.`,
    {
      action: {
        label: 'Choose Bucket…',
        command: 'lambdaWorkbench.chooseBucket',
        arguments: [{ targetId, functionName }],
      },
    },
  );
}

function noBuckets(label: string): HumanError {
  return new HumanError(
    `${label} has no S3, and the link names a bucket. Remove "bucket" from the link, or name the endpoint of an S3: AWS_ENDPOINT_URL_S3.`,
  );
}
