/** Publishes the files of a folder as a new version of a layer. */

import type { Architecture, Runtime } from '@aws-sdk/client-lambda';
import { HumanError } from '../base/humanError.ts';
import { formatBytes } from '../base/text.ts';
import { limits } from '../lambda/limits.ts';
import { toHumanError } from './awsErrors.ts';
import { deploymentPackage } from './build/deploymentPackage.ts';
import type { FunctionFile } from './build/functionFiles.ts';
import type { Target } from './target.ts';

export interface LayerPublication {
  readonly name: string;
  readonly description: string;
  /** Identifiers; none means that the layer says nothing about it. */
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
  readonly files: readonly FunctionFile[];
}

export interface PublishedLayer {
  readonly version: number;
  /** Of the version: what a function's configuration names. */
  readonly arn: string;
  readonly zippedBytes: number;
}

/** 50 MB over a slow line. */
const uploadTimeoutMs = 15 * 60_000;

/** Rejects with `HumanError` for a package that only S3 takes, and for what the service refuses. */
export async function publishLayer(
  target: Target,
  { name, description, runtimes, architectures, files }: LayerPublication,
  signal: AbortSignal,
): Promise<PublishedLayer> {
  const { zip } = await deploymentPackage(files, signal);
  if (zip.byteLength > limits.zippedPackageBytes) {
    throw new HumanError(
      `The layer is too large to be sent directly: ${formatBytes(zip.byteLength)} zipped, and the limit is ${formatBytes(limits.zippedPackageBytes)}. Leave files out with a .lambdaignore file, or make two layers of it.`,
    );
  }
  try {
    const { lambda } = await target.connect(signal);
    const published = await lambda.publishLayerVersion(
      {
        LayerName: name,
        Content: { ZipFile: zip },
        ...(description === '' ? {} : { Description: description }),
        // Newer ones than the SDK knows are the service's to judge.
        ...(runtimes.length === 0 ? {} : { CompatibleRuntimes: runtimes.map((runtime) => runtime as Runtime) }),
        ...(architectures.length === 0
          ? {}
          : { CompatibleArchitectures: architectures.map((architecture) => architecture as Architecture) }),
      },
      { signal, requestTimeoutMs: uploadTimeoutMs },
    );
    return {
      version: published.Version ?? 0,
      arn: published.LayerVersionArn ?? '',
      zippedBytes: zip.byteLength,
    };
  } catch (error) {
    signal.throwIfAborted();
    throw toHumanError(error, { action: `Publish layer ${name}`, targetLabel: target.label });
  }
}
