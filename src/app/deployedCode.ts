/** The code that a function on a target runs: downloaded, unpacked, and held against files of this machine. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { HumanError } from '../base/humanError.ts';
import { formatBytes } from '../base/text.ts';
import { limits } from '../lambda/limits.ts';
import { toHumanError } from './awsErrors.ts';
import type { FunctionFile } from './build/functionFiles.ts';
import type { Target } from './target.ts';
import { unpackCode } from './unpackCode.ts';

export interface DeployedCode {
  readonly folder: string;
  /** POSIX paths below the folder, sorted. */
  readonly paths: readonly string[];
}

/** A file that is not the same on both sides; where a side has it, its absolute path. */
export interface CodeDifference {
  readonly path: string;
  readonly deployed: string | undefined;
  readonly here: string | undefined;
}

/** More files than Lambda's own unzipped limit can sensibly hold. */
const maximumFiles = 50_000;

/** Downloads the package of the function, or of a version or alias, into `folder`. Rejects with `HumanError` or the signal's reason. */
export async function downloadCode(
  target: Target,
  functionName: string,
  qualifier: string | undefined,
  folder: string,
  signal: AbortSignal,
): Promise<DeployedCode> {
  try {
    const { zip } = await downloadPackage(target, functionName, qualifier, signal);
    const bounds = { unzippedBytes: limits.unzippedPackageBytes, entries: maximumFiles };
    return { folder, paths: await unpackCode(zip, folder, bounds, signal) };
  } catch (error) {
    signal.throwIfAborted();
    throw toHumanError(error, { action: `Download the code of ${functionName}`, targetLabel: target.label });
  }
}

export interface DeployedPackage {
  readonly zip: Buffer;
  readonly configuration: FunctionConfiguration;
}

/** The package itself. Rejects with `HumanError` where there is none, and otherwise as the calls do. */
export async function downloadPackage(
  target: Target,
  functionName: string,
  qualifier: string | undefined,
  signal: AbortSignal,
): Promise<DeployedPackage> {
  const { lambda } = await target.connect(signal);
  const { Code, Configuration = {} } = await lambda.getFunction(
    { FunctionName: functionName, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) },
    { signal },
  );
  if (Configuration.PackageType === 'Image') {
    throw new HumanError(`${functionName} runs from a container image: there is no package to download.`);
  }
  if (Code?.Location === undefined) {
    throw new HumanError(`${target.label} gives no link to the code of ${functionName}, so it cannot be downloaded.`);
  }
  return { zip: await download(Code.Location, signal), configuration: Configuration };
}

/** By path; empty where both are the same, byte for byte. */
export async function codeDifferences(
  deployed: DeployedCode,
  files: readonly FunctionFile[],
  signal: AbortSignal,
): Promise<readonly CodeDifference[]> {
  const here = new Map(files.map((file) => [file.path, file.source]));
  const there = new Set(deployed.paths);
  const differences: CodeDifference[] = [];
  for (const name of [...new Set([...there, ...here.keys()])].sort()) {
    signal.throwIfAborted();
    const sides = {
      deployed: there.has(name) ? path.join(deployed.folder, name) : undefined,
      here: here.get(name),
    };
    if (await isSame(sides.deployed, sides.here)) continue;
    differences.push({ path: name, ...sides });
  }
  return differences;
}

/** The link is a secret for as long as it holds, so no error may repeat it. */
async function download(location: string, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(location, { signal });
  if (!response.ok || response.body === null) {
    throw new HumanError(`The code could not be downloaded: its storage answered ${response.status}. Try again.`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > limits.unzippedPackageBytes) {
      throw new HumanError(
        `The deployed package is too large to download: more than ${formatBytes(limits.unzippedPackageBytes)}.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function isSame(a: string | undefined, b: string | undefined): Promise<boolean> {
  if (a === undefined || b === undefined) return false;
  const [left, right] = await Promise.all([readFile(a), readFile(b)]);
  return left.equals(right);
}
