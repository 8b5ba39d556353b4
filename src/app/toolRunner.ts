/** The door to child processes of builds: spawned without a shell, output streamed, killed at the deadline or on abort. */

import { spawn } from 'node:child_process';
import { type Clock, DeadlineError } from '../base/clock.ts';
import { HumanError } from '../base/humanError.ts';

export interface ToolRequest {
  /** Path of an executable, or a name on the search path. Never a command line. */
  readonly command: string;
  readonly arguments: readonly string[];
  /** Working directory. */
  readonly folder: string;
  readonly deadlineMs: number;
  /** Called with output as it arrives, both streams together. */
  readonly onOutput?: (text: string) => void;
}

export interface ToolResult {
  /** `null` when a signal from outside ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolRunner {
  /**
   * Resolves when the tool ended by itself, whatever its exit code. Rejects with `HumanError` when it cannot be started,
   * with `DeadlineError` at the deadline and with the signal's reason when aborted; then no process is left.
   */
  run(request: ToolRequest, signal: AbortSignal): Promise<ToolResult>;
}

export class ProcessToolRunner implements ToolRunner {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #clock: Clock;

  constructor(environment: Readonly<Record<string, string | undefined>>, clock: Clock) {
    this.#environment = environment;
    this.#clock = clock;
  }

  async run(request: ToolRequest, signal: AbortSignal): Promise<ToolResult> {
    signal.throwIfAborted();
    const late = new AbortController();
    const timer = this.#clock.after(request.deadlineMs, () => {
      late.abort(new DeadlineError(request.command, request.deadlineMs));
    });
    try {
      return await runProcess(request, this.#environment, AbortSignal.any([signal, late.signal]));
    } finally {
      timer.dispose();
    }
  }
}

function runProcess(
  request: ToolRequest,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(request.command, request.arguments, {
      cwd: request.folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // Nothing that a build tool holds is worth a polite end: its output folder is thrown away.
      signal,
      killSignal: 'SIGKILL',
    });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text: string) => {
        texts[name] += text;
        request.onOutput?.(text);
      });
    }
    child.on('error', (error) => {
      // Also raised for the kill of an abort; then there is a process, and its end settles this.
      if (child.pid !== undefined) return;
      reject(
        signal.aborted
          ? signal.reason
          : new HumanError(`${request.command} could not be started: ${error.message}`, { cause: error }),
      );
    });
    child.on('exit', () => {
      if (signal.aborted) reject(signal.reason);
    });
    // Later than `exit`: when all output was read.
    child.on('close', (exitCode) => resolve({ exitCode, ...texts }));
  });
}
