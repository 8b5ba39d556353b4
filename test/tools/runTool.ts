/** Starts a command of this repository as a person does, and looks at what it prints and leaves behind. */

import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { rootFolder } from '../../tools/shared/paths.ts';
import { descendantsOf, endProcessTree } from '../../tools/shared/processTree.ts';

export class RunningTool {
  readonly #child: ChildProcess;
  readonly exited: Promise<number | NodeJS.Signals | null>;
  stdout = '';
  stderr = '';
  #onOutput: (() => void)[] = [];

  constructor(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}) {
    this.#child = spawn(process.execPath, [path.join(options.cwd ?? rootFolder, 'tools', 'run.mjs'), ...args], {
      cwd: options.cwd ?? rootFolder,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const name of ['stdout', 'stderr'] as const) {
      this.#child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        for (const look of this.#onOutput) look();
      });
    }
    this.exited = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code, signal) => resolve(signal ?? code));
    });
    // A test that fails halfway must not leave a VS Code behind.
    onTestFinished(() => endProcessTree(this.#child, 'SIGKILL'));
  }

  /** The first match in all that was printed so far or will be; rejects when the tool ends without it. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
        if (match) resolve(match);
      };
      this.#onOutput.push(look);
      void this.exited.then((how) =>
        reject(new Error(`Ended (${how}) before it printed ${pattern}:\n${this.stdout}${this.stderr}`)),
      );
      look();
    });
  }

  /** Process ids of everything that it has started by now. */
  descendants(): readonly number[] {
    return descendantsOf(this.#child.pid ?? 0);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}
