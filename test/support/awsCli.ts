/** The stock AWS CLI, version 1: from the Python package index into a folder of its own, once for each user. */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Pinned, so that the same commands are tried everywhere. */
const version = '1.42.0';
/** A slow line is a reason to leave the test out, not to wait for it. */
const installDeadlineMs = 50_000;
const commandDeadlineMs = 60_000;

export interface CliAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class AwsCli {
  readonly #python: string;
  readonly #folder: string;

  private constructor(python: string, folder: string) {
    this.#python = python;
    this.#folder = folder;
  }

  /** Resolves with the reason where it cannot be had. */
  static async install(): Promise<AwsCli | string> {
    const python = process.platform === 'win32' ? 'python' : 'python3';
    const found = await run(python, ['-c', "import sys; print('%d.%d' % sys.version_info[:2])"], process.env, 10_000);
    if (found.exitCode !== 0) return 'the AWS CLI needs Python, and there is none';
    const folder = path.join(cacheFolder(), `aws-cli-${version}-python-${found.stdout.trim()}`);
    if (existsSync(folder)) return new AwsCli(python, folder);
    mkdirSync(cacheFolder(), { recursive: true });
    const temporary = mkdtempSync(`${folder}.`);
    const options = [
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--ignore-installed',
      '--only-binary',
      ':all:',
    ];
    const pip = ['-m', 'pip', 'install', ...options, '--target', temporary, `awscli==${version}`];
    const installed = await run(python, pip, process.env, installDeadlineMs);
    if (installed.exitCode !== 0) {
      rmSync(temporary, { recursive: true, force: true });
      return `the AWS CLI cannot be installed: ${installed.stderr.trim().split('\n').at(-1) || 'it took too long'}`;
    }
    // Whole under its name, or not there.
    renameSync(temporary, folder);
    return new AwsCli(python, folder);
  }

  /** Runs one command with nothing of the user's own configuration. */
  run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<CliAnswer> {
    const { PATH, SystemRoot } = process.env;
    const own = { PATH, SystemRoot, PYTHONPATH: this.#folder, AWS_EC2_METADATA_DISABLED: 'true' };
    return run(this.#python, ['-m', 'awscli', ...args], { ...own, ...environment }, commandDeadlineMs);
  }
}

/** Where this system keeps what can be fetched again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return path.join(LOCALAPPDATA ?? XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'lambda-workbench-tests');
}

function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  deadlineMs: number,
): Promise<CliAnswer> {
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...env }, timeout: deadlineMs }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
    );
  });
}
