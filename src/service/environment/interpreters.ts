/** Finds the interpreter on this machine that is nearest to a function's runtime, and remembers what it found. */

import { execFile } from 'node:child_process';
import { mkdir, open, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../../base/log.ts';
import { type Candidate, findCandidates, type InterpreterFamily } from './interpreterFolders.ts';

export interface Interpreter {
  /** The program itself: symbolic links are resolved. */
  readonly path: string;
  /** `22.11.0` */
  readonly version: string;
  /** An editor's executable that is a Node.js when an environment variable asks for it. */
  readonly isElectron: boolean;
}

export interface InterpretersOptions {
  /** Where the service runs; its PATH and home folder are looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The service's own Node.js: the last resort for Node.js functions. */
  readonly ownNode: Interpreter | undefined;
  /** Where versions are remembered over restarts. */
  readonly cacheFile: string;
  readonly log: Log;
}

/** What the bootstraps run on. */
const oldest: Readonly<Record<InterpreterFamily, readonly [number, number]>> = {
  nodejs: [18, 0],
  python: [3, 9],
  java: [11, 0],
  ruby: [3, 0],
};
const probeTimeoutMs = 5000;

export class Interpreters {
  readonly #options: InterpretersOptions;
  readonly #found = new Map<InterpreterFamily, Promise<readonly Interpreter[]>>();
  #known: Promise<Map<string, string>> | undefined;

  constructor(options: InterpretersOptions) {
    this.#options = options;
  }

  /**
   * The nearest one to `wanted` (`22`, `3.12`): the same line if there is one, its newest release; else the smallest
   * distance, and of two the newer. `undefined` when there is none that the bootstrap runs on.
   */
  async nearest(family: InterpreterFamily, wanted: string): Promise<Interpreter | undefined> {
    return nearestOf(await this.all(family), family, wanted);
  }

  /** Looked for once; the first call pays. */
  all(family: InterpreterFamily): Promise<readonly Interpreter[]> {
    let found = this.#found.get(family);
    if (found === undefined) {
      found = this.#find(family);
      this.#found.set(family, found);
    }
    return found;
  }

  async #find(family: InterpreterFamily): Promise<readonly Interpreter[]> {
    const { environment, ownNode, log } = this.#options;
    const candidates = await findCandidates(family, {
      platform: process.platform,
      variables: environment,
      list: (folder) => readdir(folder).catch(() => []),
    });
    const byPath = new Map<string, Interpreter>();
    const own = family === 'nodejs' ? ownNode : undefined;
    if (own?.isElectron === false) byPath.set(own.path, own);
    const probed = await Promise.all(candidates.map((candidate) => this.#probe(candidate)));
    for (const interpreter of probed) {
      if (interpreter !== undefined && !byPath.has(interpreter.path)) byPath.set(interpreter.path, interpreter);
    }
    await this.#remember();
    const usable = [...byPath.values()].filter(({ version }) => isUsable(family, version));
    // An editor's executable starts slower than a plain Node.js.
    if (usable.length === 0 && own !== undefined) usable.push(own);
    log.info(`Interpreters for ${family}: ${usable.map(({ version, path }) => `${version} (${path})`).join(', ')}`);
    return usable;
  }

  /** The candidate's real program and version; `undefined` for a file that is missing, a shim or a script. */
  async #probe(candidate: Candidate): Promise<Interpreter | undefined> {
    try {
      const path = await realpath(candidate.path);
      if (isNeedlessStub(path) || (await isScript(path))) return undefined;
      const version = candidate.version ?? (await this.#versionOf(path));
      return version === undefined ? undefined : { path, version, isElectron: false };
    } catch {
      return undefined;
    }
  }

  async #versionOf(path: string): Promise<string | undefined> {
    const { size, mtimeMs } = await stat(path);
    const key = `${path} ${size} ${mtimeMs}`;
    this.#known ??= this.#recall();
    const known = await this.#known;
    let version = known.get(key);
    if (version === undefined) {
      // Symbolic links give one program many names; all of them wait for one answer.
      version = await askVersion(path);
      if (version !== undefined) known.set(key, version);
    }
    return version;
  }

  async #recall(): Promise<Map<string, string>> {
    try {
      const entries = JSON.parse(await readFile(this.#options.cacheFile, 'utf8')) as Record<string, string>;
      return new Map(Object.entries(entries));
    } catch {
      return new Map();
    }
  }

  async #remember(): Promise<void> {
    if (this.#known === undefined) return;
    const { cacheFile, log } = this.#options;
    try {
      await mkdir(dirname(cacheFile), { recursive: true });
      const draft = `${cacheFile}.${process.pid}`;
      await writeFile(draft, JSON.stringify(Object.fromEntries(await this.#known), undefined, 2));
      await rename(draft, cacheFile);
    } catch (error) {
      log.debug('The versions of interpreters could not be remembered', error);
    }
  }
}

/** The rule of `Interpreters.nearest`, over what was found. */
export function nearestOf(
  interpreters: readonly Interpreter[],
  family: InterpreterFamily,
  wanted: string,
): Interpreter | undefined {
  // A line of Node.js and Java is one number, of Python and Ruby two.
  const line = (version: string) => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return family === 'nodejs' || family === 'java' ? major : major * 10 + minor;
  };
  const target = line(wanted);
  return [...interpreters].sort((one, other) => {
    const distance = Math.abs(line(one.version) - target) - Math.abs(line(other.version) - target);
    return distance || compareVersions(other.version, one.version);
  })[0];
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isUsable(family: InterpreterFamily, version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldest[family];
  if (family === 'python' && major !== oldestMajor) return false;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function askVersion(path: string): Promise<string | undefined> {
  const stdout = await runToEnd(path, ['--version'], probeTimeoutMs);
  const [, major, minor = '0', patch = '0'] = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(stdout) ?? [];
  // The first release of a Java has one number.
  return major === undefined ? undefined : `${major}.${minor}.${patch}`;
}

/** Runs a program without any variables. Resolves with its standard output; rejects when it fails or takes too long. */
export async function runToEnd(path: string, args: readonly string[], deadlineMs: number): Promise<string> {
  const { stdout } = await promisify(execFile)(path, args, { timeout: deadlineMs, env: {} });
  return stdout;
}

/** Scripts called `node` or `python` are wrappers of version managers. */
async function isScript(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1') === '#!';
  } finally {
    await file.close();
  }
}

/** Volta's shim is a program of its own; so is the macOS stub that opens an installer when it is run. */
function isNeedlessStub(path: string): boolean {
  return /volta-shim(\.exe)?$/.test(path) || (process.platform === 'darwin' && path.startsWith('/usr/bin/'));
}

/** The cache file of a work folder. */
export function interpreterCacheFile(workFolder: string): string {
  return join(workFolder, 'interpreters.json');
}
