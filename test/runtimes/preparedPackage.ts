/**
 * Builds the code of a function with the language's own tools, once: what was built is kept in the user's cache folder
 * by the content of its sources and the version of its tools.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { executableFile, type RawEntry, rawZip } from '../support/zip.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/runtimes');
const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'lambda-workbench-tests');

/** A tool or a registry is not there, or too slow: the tests that need it are skipped, and say why. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

export interface PackageRecipe {
  /** Folder of the sources in `test/fixtures/runtimes`. */
  readonly fixture: string;
  /** Asked for its version; without it there is no package. */
  readonly tool: readonly [command: string, ...args: string[]];
  /** Turns the copied sources in `folder` into a package. `version` is what the tool answered. */
  build(folder: string, version: string): Promise<void>;
}

/** Resolves with the folder of the package. Rejects with `Unavailable`, or when the build fails. */
export async function preparePackage({ fixture, tool, build }: PackageRecipe): Promise<string> {
  const [command, ...args] = tool;
  const version = await run(process.cwd(), 20_000, command, ...args);
  const sources = path.join(fixtures, fixture);
  const folder = path.join(cache, `${fixture}-${contentHash(sources, `${version}${build}`)}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(path.join(cache, 'draft-'));
  try {
    await cp(sources, draft, { recursive: true });
    await build(draft, version);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another run was quicker.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** A program called `bootstrap`, as an OS-only runtime wants it. */
export async function writeBootstrap(folder: string, command: string): Promise<void> {
  await writeFile(path.join(folder, 'bootstrap'), `#!/bin/sh\nexec ${command}\n`, { mode: 0o755 });
}

/** Runs a tool to its end and resolves with its standard output. It is ended with all its children at the deadline. */
export function run(folder: string, deadlineMs: number, command: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk: Buffer) => {
        output[stream] += chunk;
      });
    }
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, deadlineMs);
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === 'ENOENT' ? new Unavailable(`there is no ${command} on this computer`) : error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) return resolve(output.stdout.trim());
      const words = `${output.stdout}\n${output.stderr}`;
      if (isOffline(words)) return reject(new Unavailable(`${command} could not reach its registry`));
      if (isLate) return reject(new Unavailable(`${command} was not ready within ${deadlineMs / 1000} s`));
      reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${words.slice(-4000)}`));
    });
  });
}

/** The words of npm, pip, uv, cargo, go and Maven for a network that is not there, or that only a proxy's authority vouches for. */
export function isOffline(words: string): boolean {
  return /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|Name or service not known|Temporary failure in name resolution|no such host|Could not resolve host|Could not connect to server|connection refused|network is unreachable|Unknown host|Connect to \S+ failed|UnknownIssuer|invalid peer certificate|CERTIFICATE_VERIFY_FAILED|PKIX path building failed|signed by unknown authority|unable to get local issuer/i.test(
    words,
  );
}

/** The archive of a folder, with the executable bits of its files. */
export function zipFolder(folder: string): Buffer {
  const entries = filesOf(folder).map((name): RawEntry => {
    const isExecutable = (statSync(path.join(folder, name)).mode & 0o100) !== 0;
    return { name, content: readFileSync(path.join(folder, name)), ...(isExecutable ? { mode: executableFile } : {}) };
  });
  return rawZip(entries);
}

function contentHash(folder: string, salt: string): string {
  const hash = createHash('sha256').update(salt);
  for (const name of filesOf(folder)) hash.update(name).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
