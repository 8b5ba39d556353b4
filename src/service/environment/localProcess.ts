/** One process of this machine. It leads its own process group and carries a mark, so that its whole tree can be ended. */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/event.ts';
import { bubblewrapDepth, isolatedCommand } from './isolation/isolatedCommand.ts';
import { emptyFolder } from './limits/emptyFolder.ts';
import type { PatrolledProcesses } from './limits/limitPatrol.ts';
import type { ExceededLimit, ProcessLimits } from './limits/processLimits.ts';
import { newProcessMark } from './limits/processMark.ts';
import { startScript } from './limits/startScript.ts';
import type { StrayHunter } from './limits/strayHunter.ts';
import type { ProcessCommand, ProcessExit, ProcessOutput, ProcessPlaces, SupervisedProcess } from './supervisor.ts';
import { onlyDescendantOf, sharedMemoryBytes, type TreeUsage, treeUsage } from './treeUsage.ts';

/** What it shares with the others of its supervisor. */
export interface LocalProcessParts {
  readonly clock: Clock;
  readonly strays: StrayHunter;
  /** 0 to 19; 0 leaves processes as important as the service itself. */
  niceness(command: ProcessCommand): number;
  /** Bubblewrap, where functions are isolated. */
  readonly bubblewrap: string | undefined;
  /** Work that may take longer than the process lives. */
  later(work: () => Promise<void>): void;
}

/** A process that holds the pipe open although it was killed; its output is not waited for longer than this. */
const outputDeadlineMs = 200;

export class LocalProcess implements SupervisedProcess, PatrolledProcesses {
  readonly mark = newProcessMark();
  readonly #child: ChildProcess;
  readonly #channel: number | undefined;
  readonly #parts: LocalProcessParts;
  readonly #written = new Emitter<ProcessOutput>();
  readonly #exited = new Deferred<ProcessExit>();
  readonly onDidWrite = this.#written.event;
  readonly exited = this.#exited.promise;
  readonly #places: ProcessPlaces | undefined;
  #limits: ProcessLimits | undefined;
  /** How far below the process that is started the function's is. */
  readonly #depth: number;
  #main: number | undefined;
  #peakBytes: number | undefined;
  #marked: readonly number[] = [];
  #exceeded: ExceededLimit | undefined;
  #hasExited = false;

  constructor(command: ProcessCommand, parts: LocalProcessParts) {
    this.#parts = parts;
    this.#limits = command.limits;
    this.#places = command.places;
    const { bubblewrap } = parts;
    const started = bubblewrap === undefined ? command : isolatedCommand(bubblewrap, command);
    const [file, args] = this.#started(started);
    this.#depth = started === command ? 1 : 1 + bubblewrapDepth;
    this.#channel = command.channel;
    this.#child = spawn(file, args, {
      cwd: started.folder,
      env: started.environment,
      stdio: descriptors(command.channel),
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    // Its process may be gone; whoever waits for it learns that from `exited`.
    if (this.#channel !== undefined) this.#child.stdio[this.#channel]?.on('error', () => {});
    this.#child.stdout?.on('data', (bytes: Uint8Array) => this.#written.fire({ stream: 'stdout', bytes }));
    this.#child.stderr?.on('data', (bytes: Uint8Array) => this.#written.fire({ stream: 'stderr', bytes }));
    this.#child.once('error', () => this.#exited.resolve({ code: 127, signal: undefined }));
    this.#child.once('exit', (code, signal) => this.#didExit(code ?? undefined, signal ?? undefined));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get limits(): ProcessLimits | undefined {
    return this.#limits;
  }

  get processes(): readonly number[] {
    return this.#readUsage('thorough')?.processes ?? this.#marked;
  }

  /** Which environment it belongs to; `undefined` while it waits for one. */
  get temporaryFolder(): string | undefined {
    return this.#limits?.temporaryFolder ?? this.#places?.temporaryFolder;
  }

  limit(limits: ProcessLimits): void {
    this.#limits = limits;
  }

  tell(text: string): void {
    const channel = this.#channel === undefined ? undefined : this.#child.stdio[this.#channel];
    if (channel !== undefined && channel !== null && 'end' in channel) channel.end(text);
  }

  tellMarked(processes: readonly number[]): void {
    this.#marked = processes;
  }

  look(): void {
    const bytes = this.currentMemoryBytes();
    const allowed = this.#limits?.memoryBytes;
    if (bytes !== undefined && allowed !== undefined && bytes > allowed) this.exceed({ what: 'memory', allowed });
  }

  exceed(limit: ExceededLimit): void {
    this.#exceeded ??= limit;
    this.kill();
  }

  currentMemoryBytes(): number | undefined {
    const usage = this.#readUsage('thorough');
    if (usage === undefined) return undefined;
    const allowed = this.#limits?.threads;
    if (allowed !== undefined && usage.threads > allowed) this.exceed({ what: 'threads', allowed });
    return usage.currentBytes;
  }

  peakMemoryBytes(): number | undefined {
    this.#readUsage('quick');
    return this.#peakBytes;
  }

  #readUsage(effort: 'quick' | 'thorough'): TreeUsage | undefined {
    const { pid } = this.#child;
    if (pid === undefined) return undefined;
    // The shell that started it is no part of the function, but all that there is until it has. Whoever asked then and
    // was told nothing would not ask again.
    this.#main ??= onlyDescendantOf(pid, this.#depth);
    const strays = this.#marked.filter((marked) => marked !== pid);
    const usage = treeUsage(this.#main ?? pid, effort, strays);
    if (usage === undefined) return undefined;
    const exact = this.#limits === undefined ? usage : withoutShared(usage, this.#limits.memoryBytes);
    this.#peakBytes = Math.max(exact.peakBytes, this.#peakBytes ?? 0);
    return exact;
  }

  terminate(): void {
    this.#signal('SIGTERM');
  }

  kill(): void {
    const { pid } = this.#child;
    // Afterwards its id may be somebody else's.
    if (pid === undefined || this.#hasExited) return;
    // Read before the first one is killed: its children lose their parent with it. Only those who are there for sure:
    // what left the tree is looked for by its mark.
    const descendants = treeUsage(pid, 'thorough')?.processes ?? [];
    this.#signal('SIGKILL');
    if (process.platform === 'win32') return;
    for (const descendant of descendants) signalProcess(descendant, 'SIGKILL');
    this.#parts.strays.end(this.mark);
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
    signalProcess(-pid, signal);
  }

  #didExit(code: number | undefined, signal: string | undefined): void {
    const exceeded = this.#exceeded;
    const exit = { code, signal, ...(exceeded === undefined ? {} : { exceeded }) };
    // What the leader left behind must not outlive it.
    this.#hasExited = true;
    if (process.platform !== 'win32') {
      this.#signal('SIGKILL');
      this.#parts.strays.end(this.mark);
    }
    const end = () => {
      timer.dispose();
      void this.#end(exit);
    };
    const timer = this.#parts.clock.after(outputDeadlineMs, end);
    this.#child.once('close', end);
  }

  async #end(exit: ProcessExit): Promise<void> {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    // Whatever filled it would fill it again: the next process of the environment could not even start.
    if (exit.exceeded?.what === 'storage' && this.#limits !== undefined) {
      this.#parts.later(await emptyFolder(this.#limits.temporaryFolder));
    }
    this.#exited.resolve(exit);
    this.#written.dispose();
  }

  #started(command: ProcessCommand): [string, string[]] {
    if (process.platform === 'win32') return [command.command, [...command.arguments]];
    const niceness = this.#parts.niceness(command);
    const script = startScript({ mark: this.mark, fileBytes: command.limits?.storageBytes, niceness });
    return ['/bin/sh', ['-c', script, command.command, ...command.arguments]];
  }
}

/** No input; a pipe for each output, and one for the channel. */
function descriptors(channel: number | undefined): ('ignore' | 'pipe')[] {
  const standard = ['ignore', 'pipe', 'pipe'] as const;
  if (channel === undefined) return [...standard];
  return Array.from({ length: channel + 1 }, (_, index) => standard[index] ?? (index === channel ? 'pipe' : 'ignore'));
}

/** Processes that forked seem to hold more than there is; only where that would cost them their life it is looked up. */
function withoutShared(usage: TreeUsage, limitBytes: number): TreeUsage {
  if (usage.processes.length < 2 || usage.currentBytes <= limitBytes) return usage;
  const currentBytes = Math.min(usage.currentBytes, sharedMemoryBytes(usage.processes));
  return { ...usage, currentBytes, peakBytes: Math.max(currentBytes, usage.rootPeakBytes) };
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
