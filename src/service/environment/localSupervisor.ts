/** Processes of this machine. Each one leads its own process group, so that its whole tree can be ended. */

import { type ChildProcess, spawn } from 'node:child_process';
import { type Clock, withDeadline } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/event.ts';
import type { Log } from '../../base/log.ts';
import { type TreeMemory, treeMemory } from './processMemory.ts';
import type { ProcessCommand, ProcessExit, ProcessOutput, SupervisedProcess, Supervisor } from './supervisor.ts';
import type { Watchdog } from './watchdog.ts';

/** A grandchild that left the process group may hold the pipe open; its output is not waited for longer than this. */
const outputDeadlineMs = 200;
const closeDeadlineMs = 5000;

export class LocalSupervisor implements Supervisor {
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #running = new Set<LocalProcess>();
  #isClosed = false;

  constructor(watchdog: Watchdog, clock: Clock, log: Log) {
    this.#watchdog = watchdog;
    this.#clock = clock;
    this.#log = log;
  }

  exec(command: ProcessCommand): SupervisedProcess {
    if (this.#isClosed) throw new Error('No process is started any more');
    const child = new LocalProcess(command, this.#clock);
    const { pid } = child;
    if (pid === undefined) return child;
    this.#running.add(child);
    this.#watchdog.guard(pid);
    void child.exited.then((exit) => {
      this.#running.delete(child);
      this.#watchdog.release(pid);
      this.#log.debug(`Process ${pid} ended: ${exit.signal ?? `exit status ${exit.code}`}`);
    });
    return child;
  }

  async close(): Promise<void> {
    const ends = [...this.#running].map((child) => {
      child.kill();
      return child.exited;
    });
    this.#isClosed = true;
    try {
      await withDeadline(this.#clock, closeDeadlineMs, 'processes of functions to end', () => Promise.all(ends));
    } finally {
      this.#watchdog.dispose();
    }
  }
}

class LocalProcess implements SupervisedProcess {
  readonly #child: ChildProcess;
  readonly #written = new Emitter<ProcessOutput>();
  readonly #exited = new Deferred<ProcessExit>();
  readonly onDidWrite = this.#written.event;
  readonly exited = this.#exited.promise;
  #peakBytes: number | undefined;

  constructor(command: ProcessCommand, clock: Clock) {
    const [file, args] = joinedOutput(command);
    this.#child = spawn(file, args, {
      cwd: command.folder,
      env: command.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child.stdout?.on('data', (bytes: Uint8Array) => this.#written.fire({ stream: 'stdout', bytes }));
    this.#child.stderr?.on('data', (bytes: Uint8Array) => this.#written.fire({ stream: 'stderr', bytes }));
    this.#child.once('error', () => this.#exited.resolve({ code: 127, signal: undefined }));
    this.#child.once('exit', (code, signal) => {
      const exit = { code: code ?? undefined, signal: signal ?? undefined };
      // What the leader left behind in its group must not outlive it.
      if (process.platform !== 'win32') this.kill();
      const timer = clock.after(outputDeadlineMs, () => this.#end(exit));
      this.#child.once('close', () => {
        timer.dispose();
        this.#end(exit);
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  currentMemoryBytes(): number | undefined {
    return this.#readMemory('thorough')?.currentBytes;
  }

  peakMemoryBytes(): number | undefined {
    this.#readMemory('quick');
    return this.#peakBytes;
  }

  #readMemory(effort: 'quick' | 'thorough'): TreeMemory | undefined {
    const { pid } = this.#child;
    const memory = pid === undefined ? undefined : treeMemory(pid, effort);
    if (memory !== undefined) this.#peakBytes = Math.max(memory.peakBytes, this.#peakBytes ?? 0);
    return memory;
  }

  terminate(): void {
    this.#signal('SIGTERM');
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      // There are no process groups; the tree is taskkill's business.
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {
        this.#child.kill(signal);
      });
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // Gone already.
    }
  }

  #end(exit: ProcessExit): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#exited.resolve(exit);
    this.#written.dispose();
  }
}

/**
 * Gives standard error the same pipe as standard output, so that lines stay in the order in which they were written.
 * Only a shell can do that before the program starts; it replaces itself and costs about a millisecond.
 */
function joinedOutput(command: ProcessCommand): [string, string[]] {
  if (process.platform === 'win32') return [command.command, [...command.arguments]];
  return ['/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', command.command, ...command.arguments]];
}
