/** Takes a deployment package from a request into the store. */

import { limits } from '../../lambda/limits.ts';
import type { StoredPackage } from '../store/codeStore.ts';
import { UnzipError } from '../store/unzip.ts';
import type { ActionContext, ServiceParts } from './context.ts';
import { lambdaErrors } from './lambdaErrors.ts';

export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly ImageUri?: string | undefined;
}

/** The zip file of a request. Throws for the sources that a local service cannot have, and for one that is too large. */
export async function requireZip(source: CodeSource | undefined, _context: ActionContext): Promise<Buffer> {
  if (source?.S3Bucket !== undefined) throw lambdaErrors.noBucket();
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
