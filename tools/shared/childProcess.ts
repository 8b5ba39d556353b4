/** Runs commands for the tools: each in a process group of its own, with a deadline, and gone with everything it started when we end. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { sleep, systemClock } from '../../src/base/clock.ts';
import { descendantsOf, endProcesses, endProcessTree, isRunning } from './processTree.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly deadlineMs: number;
  /** Called with every piece of standard output and error as it comes. */
  readonly onOutput?: (text: string) => void;
}

export interface CommandResult {
  /** `undefined` when a signal or the deadline ended it. */
  readonly exitCode: number | undefined;
  readonly output: string;
  readonly durationMs: number;
  readonly timedOut: boolean;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end. Rejects only when it cannot be started. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const startedAt = performance.now();
  const child = startProcess(command, args, {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: string) => {
    output += chunk;
    options.onOutput?.(chunk);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  let timedOut = false;
  const deadline = systemClock.after(options.deadlineMs, () => {
    timedOut = true;
    endProcessTree(child, 'SIGKILL');
  });
  try {
    const exitCode = await new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(timedOut ? undefined : (code ?? undefined)));
    });
    return { exitCode, output, durationMs: performance.now() - startedAt, timedOut };
  } finally {
    deadline.dispose();
  }
}

/** Starts a process that leads its own group and is remembered until it ends. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, [...args], { ...options, detached: process.platform !== 'win32', windowsHide: true });
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget);
  child.once('error', forget);
  return child;
}

/**
 * Asks a process to end and resolves when it and everything that it started are gone; what is left after `graceMs` is killed.
 * Children may outlive their leader for a moment, while they close what is theirs.
 */
export async function stopProcess(child: ChildProcess, graceMs = 5000): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const family = [pid, ...descendantsOf(pid)];
  endProcessTree(child, 'SIGTERM');
  const until = systemClock.monotonic() + graceMs;
  while (family.some(isRunning)) {
    if (systemClock.monotonic() > until) endProcesses(family.filter(isRunning), 'SIGKILL');
    await sleep(systemClock, pollMs);
  }
}

const pollMs = 20;

/** Kills what still runs: the last act of a tool, however it ends. */
function killRunning(): void {
  for (const child of running) endProcessTree(child, 'SIGKILL');
}

process.on('exit', killRunning);
