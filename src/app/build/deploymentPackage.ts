/** A deployment package: a zip that is the same, byte for byte, for the same files on every machine. */

import { createHash, randomUUID } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../base/humanError.ts';
import { formatBytes } from '../../base/text.ts';
import { limits } from '../../lambda/limits.ts';
import type { BuildCache } from './buildCache.ts';
import type { FunctionFile } from './functionFiles.ts';
import { ZipArchive } from './zipArchive.ts';

export interface DeploymentPackage {
  readonly zip: Uint8Array;
  /** Base64, as Lambda answers it. */
  readonly codeSha256: string;
}

/**
 * Up to this many bytes nothing is compressed: deflate's output differs between builds of zlib, so only stored entries give
 * the same hash everywhere. Above it a faster upload is worth more, and the hash is as stable as the Node.js in use.
 */
const storedUpToBytes = 5 * 1024 * 1024;
const readTogether = 64;
/** With more, looking whether they have changed is quicker than reading them. */
const quicklyReadFiles = 200;

/**
 * Reads and zips the files in their given order. Rejects with `HumanError` when Lambda would refuse the unzipped size; a zip
 * above the direct limit goes through S3. What takes long to make is kept in `cache`, for as long as the files stay the same.
 */
export async function deploymentPackage(
  files: readonly FunctionFile[],
  signal: AbortSignal,
  cache?: BuildCache,
): Promise<DeploymentPackage> {
  const totalBytes = unzippedBytes(files);
  if (totalBytes > limits.unzippedPackageBytes) throw tooLarge(totalBytes);
  const isWorthKeeping = cache !== undefined && (totalBytes > storedUpToBytes || files.length > quicklyReadFiles);
  const zip = isWorthKeeping ? await cachedZip(files, cache, signal) : await zipOf(files, signal);
  return { zip, codeSha256: createHash('sha256').update(zip).digest('base64') };
}

export function unzippedBytes(files: readonly FunctionFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** The archive itself, whatever its size. */
export async function zipOf(files: readonly FunctionFile[], signal: AbortSignal): Promise<Uint8Array> {
  const archive = new ZipArchive(unzippedBytes(files) > storedUpToBytes);
  for (let at = 0; at < files.length; at += readTogether) {
    const batch = files.slice(at, at + readTogether).map(async ({ path: name, source }) => {
      const content = await readFile(source);
      return { path: name, content, isExecutable: isExecutable(content, name) };
    });
    await archive.add(await Promise.all(batch));
    signal.throwIfAborted();
  }
  return archive.end();
}

async function cachedZip(files: readonly FunctionFile[], cache: BuildCache, signal: AbortSignal): Promise<Uint8Array> {
  const names = files.map(({ path: name, source }) => [name, source]);
  const sources = files.map(({ source }) => source);
  const keyNow = async () =>
    JSON.stringify(['zip', process.versions['zlib'], names, await cache.contentOf(sources, signal)]);
  const before = await keyNow();
  const kept = await cache.find(before);
  const output =
    kept ??
    (await cache.make(async (folder) => {
      const source = path.join(folder, 'package.zip');
      await writeFile(source, await zipOf(files, signal));
      const after = await keyNow();
      const made = { path: 'package.zip', source, bytes: (await stat(source)).size };
      // A file that was changed meanwhile is in it as it was before, or as it is now.
      return { output: { files: [made], problems: [] }, key: after === before ? after : randomUUID() };
    }));
  return readFile(output.files[0]?.source ?? '');
}

/** Told by content, not by permission: Windows has no such permission, and the hash must not depend on it. */
function isExecutable(content: Uint8Array, path: string): boolean {
  if (path === 'bootstrap') return true;
  const isScript = content[0] === 0x23 && content[1] === 0x21;
  const isElf = content[0] === 0x7f && content[1] === 0x45 && content[2] === 0x4c && content[3] === 0x46;
  return isScript || isElf;
}

function tooLarge(bytes: number): HumanError {
  return new HumanError(
    `The package is too large: ${formatBytes(bytes)} unzipped, and the limit is ${formatBytes(limits.unzippedPackageBytes)}. Lambda takes no larger package. Leave files out with a .lambdaignore file.`,
  );
}
