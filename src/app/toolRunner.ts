/** The door to child processes of builds: output streamed, the whole tree of processes ended at the deadline or on abort. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Clock, DeadlineError } from '../base/clock.ts';
import { HumanError } from '../base/humanError.ts';

export interface ToolRequest {
  /** Path of an executable, or a name on the search path. A command line for the shell only where `isShellLine` says so. */
  readonly command: string;
  readonly arguments: readonly string[];
  /** Working directory. */
  readonly folder: string;
  readonly deadlineMs: number;
  /** Variables besides those of the editor. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `command` is the developer's own line for the shell, and there are no arguments. */
  readonly isShellLine?: boolean;
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
  /** The variables that tools are started with; absent where nothing is really started. */
  readonly environment?: Readonly<Record<string, string | undefined>>;

  /**
   * Resolves when the tool ended by itself, whatever its exit code. Rejects with `ToolMissing` when there is no such program,
   * with `HumanError` when it cannot be started, with `DeadlineError` at the deadline and with the signal's reason when
   * aborted; then no process of it is left.
   */
  run(request: ToolRequest, signal: AbortSignal): Promise<ToolResult>;
}

/** The program is neither at the path nor on the search path. */
export class ToolMissing extends HumanError {
  override readonly name = 'ToolMissing';
}

export class ProcessToolRunner implements ToolRunner {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly #clock: Clock;

  constructor(environment: Readonly<Record<string, string | undefined>>, clock: Clock) {
    this.environment = environment;
    this.#clock = clock;
  }

  async run(request: ToolRequest, signal: AbortSignal): Promise<ToolResult> {
    signal.throwIfAborted();
    const late = new AbortController();
    const timer = this.#clock.after(request.deadlineMs, () => {
      late.abort(new DeadlineError(request.command, request.deadlineMs));
    });
    try {
      const environment = { ...this.environment, ...request.environment };
      return await runProcess(request, environment, AbortSignal.any([signal, late.signal]));
    } finally {
      timer.dispose();
    }
  }
}

const isWindows = process.platform === 'win32';

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
      shell: request.isShellLine === true,
      // The head of a process group of its own: what it starts can be ended with it.
      detached: !isWindows,
    });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text: string) => {
        texts[name] += text;
        request.onOutput?.(text);
      });
    }
    const end = () => endTree(child);
    signal.addEventListener('abort', end, { once: true });
    child.on('error', (error) => {
      // Also raised when ending it fails; then there is a process, and its end settles this.
      if (child.pid !== undefined) return;
      signal.removeEventListener('abort', end);
      reject(signal.aborted ? signal.reason : notStarted(request, error));
    });
    child.on('exit', () => {
      if (signal.aborted) reject(signal.reason);
    });
    // Later than `exit`: when all output was read.
    child.on('close', (exitCode) => {
      signal.removeEventListener('abort', end);
      resolve({ exitCode, ...texts });
    });
  });
}

/** Nothing that a build tool holds is worth a polite end: its output folder is thrown away. */
function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () =>
      child.kill('SIGKILL'),
    );
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

function notStarted({ command, folder }: ToolRequest, error: NodeJS.ErrnoException): HumanError {
  const text = `${command} could not be started: ${error.message}`;
  // A folder that is not there gives the same code.
  if (!existsSync(folder)) return new HumanError(`${text} (in ${folder}, which is not there)`, { cause: error });
  return error.code === 'ENOENT' ? new ToolMissing(text, { cause: error }) : new HumanError(text, { cause: error });
}
