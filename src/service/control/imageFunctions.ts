/** Functions whose code is a container image: kept as they are described, nothing of the image is fetched. */

import { hash } from 'node:crypto';
import type { FunctionCodeLocation } from '@aws-sdk/client-lambda';
import type { StoredPackage } from '../store/codeStore.ts';
import type { Deployment } from '../store/functionRecord.ts';
import type { CodeSource } from './functionCode.ts';
import { lambdaErrors } from './lambdaErrors.ts';

/** What stands for an image where others have a package: no registry is asked, so a tag always means the same. */
export function imagePackage(imageUri: string): StoredPackage {
  const digest = /@sha256:([0-9a-f]{64})$/.exec(imageUri)?.[1] ?? hash('sha256', imageUri);
  return { packageId: digest, codeSha256: digest, codeBytes: 0 };
}

/** The image of a request. Throws when it brings none, or a package beside it. */
export function requireImage(source: CodeSource | undefined): string {
  const { ImageUri, ZipFile, S3Bucket, S3Key } = source ?? {};
  if (!ImageUri) throw lambdaErrors.noImage();
  if (ZipFile !== undefined || S3Bucket !== undefined || S3Key !== undefined) throw lambdaErrors.zipForImage();
  return ImageUri;
}

interface ImageSettings {
  readonly Runtime?: string | undefined;
  readonly Handler?: string | undefined;
  readonly Layers?: readonly string[] | undefined;
  readonly ImageConfig?: object | undefined;
}

/** Throws for settings that belong to the other kind of function. Empty ones say nothing, and tools send them. */
export function checkPackageType(packageType: string | undefined, settings: ImageSettings): void {
  const { Runtime, Handler, Layers, ImageConfig } = settings;
  if (packageType !== 'Image') {
    if (Object.keys(ImageConfig ?? {}).length > 0) throw lambdaErrors.imageConfigForZip();
    return;
  }
  if (Runtime !== undefined || Handler !== undefined || Layers?.length) throw lambdaErrors.zipSettingsForImage();
}

/** Where GetFunction says that the code is. */
export function imageLocation({ imageUri = '', packageId }: Deployment): FunctionCodeLocation {
  const repository = imageUri.replace(/@sha256:.*$/, '').replace(/:[^:/]*$/, '');
  return { RepositoryType: 'ECR', ImageUri: imageUri, ResolvedImageUri: `${repository}@sha256:${packageId}` };
}
