/** Takes a deployment package from a request into the store. */

import { limits } from '../../lambda/limits.ts';
import type { StoredPackage } from '../store/codeStore.ts';
import { UnzipError } from '../store/unzip.ts';
import type { ActionContext, ServiceParts } from './context.ts';
import { lambdaErrors } from './lambdaErrors.ts';

export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
  readonly ImageUri?: string | undefined;
}

/** The zip file of a request, or the object in S3 that it names. Throws when there is none, and for one too large. */
export async function requireZip(source: CodeSource | undefined, context: ActionContext): Promise<Buffer> {
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = source ?? {};
  if (bucket !== undefined && key !== undefined) {
    const { s3 } = context.parts;
    if (s3 === undefined) throw lambdaErrors.noS3();
    return s3.get({ bucket, key, version }, context.region, context.closed);
  }
  const zip = source?.ZipFile;
  if (zip === undefined) throw lambdaErrors.noCode();
  if (zip.byteLength > limits.zippedPackageBytes) throw lambdaErrors.zippedTooLarge();
  return Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
}

/** Stores a package and runs `commit` with what it is called. */
export async function storeZip<T>(
  { code }: ServiceParts,
  zip: Buffer,
  commit: (stored: StoredPackage) => T | Promise<T>,
): Promise<T> {
  try {
    return await code.put(zip, commit);
  } catch (error) {
    throw wordedForCaller(error);
  }
}

/** Checks a package and keeps nothing. */
export async function checkZip({ code }: ServiceParts, zip: Buffer): Promise<StoredPackage> {
  try {
    return await code.check(zip);
  } catch (error) {
    throw wordedForCaller(error);
  }
}

function wordedForCaller(error: unknown): unknown {
  if (!(error instanceof UnzipError)) return error;
  if (error.reason === 'too-large') return lambdaErrors.unzippedTooLarge();
  return error.reason === 'empty' ? lambdaErrors.emptyZip() : lambdaErrors.brokenZip();
}
