/** Processes of this machine: each is watched, bounded, and ended with everything that it started. */

import { type Clock, withDeadline } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { callerSocket, holdsSocket, type LoopbackConnection } from './limits/connectionOwner.ts';
import { LimitPatrol } from './limits/limitPatrol.ts';
import { niceness } from './limits/niceness.ts';
import { findMarked } from './limits/processMark.ts';
import { StrayHunter } from './limits/strayHunter.ts';
import { LocalProcess, type LocalProcessParts } from './localProcess.ts';
import type { ProcessCommand, SupervisedProcess, Supervisor } from './supervisor.ts';
import type { Watchdog } from './watchdog.ts';

export interface LocalSupervisorOptions {
  /** Whether functions get of a busy processor what their memory size says. */
  readonly sharesCpu?: boolean | undefined;
  /** The program that isolates functions; `undefined` where they are not. */
  readonly bubblewrap?: string | undefined;
}

const closeDeadlineMs = 5000;

export class LocalSupervisor implements Supervisor {
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #patrol: LimitPatrol;
  readonly #strays: StrayHunter;
  readonly #parts: LocalProcessParts;
  readonly #running = new Set<LocalProcess>();
  readonly #later = new Set<Promise<void>>();
  #isClosed = false;

  constructor(watchdog: Watchdog, clock: Clock, log: Log, options: LocalSupervisorOptions = {}) {
    this.#watchdog = watchdog;
    this.#clock = clock;
    this.#log = log;
    this.#patrol = new LimitPatrol(clock);
    this.#strays = new StrayHunter(clock);
    this.#parts = {
      clock,
      strays: this.#strays,
      niceness: ({ limits }) => (options.sharesCpu === true ? niceness(limits?.memoryBytes) : 0),
      bubblewrap: options.bubblewrap,
      later: (work) => this.#owe(work()),
    };
  }

  exec(command: ProcessCommand): SupervisedProcess {
    if (this.#isClosed) throw new Error('No process is started any more');
    const child = new LocalProcess(command, this.#parts);
    const { pid, mark } = child;
    if (pid === undefined) return child;
    this.#running.add(child);
    this.#watchdog.guard(pid, mark);
    const patrolled = this.#patrol.add(child);
    void child.exited.then((exit) => {
      patrolled.dispose();
      this.#running.delete(child);
      this.#watchdog.release(pid, mark);
      this.#log.debug(`Process ${pid} ended: ${exit.signal ?? `exit status ${exit.code}`}`);
    });
    return child;
  }

  async isForeign(temporaryFolder: string, connection: LoopbackConnection): Promise<boolean> {
    // Where nothing else separates functions either, it is not worth the milliseconds that each connection costs.
    if (this.#parts.bubblewrap === undefined) return false;
    const running = [...this.#running];
    const own = running.filter((child) => child.temporaryFolder === temporaryFolder);
    // Most of the time nobody else is there.
    if (own.length === 0 || own.length === running.length) return false;
    const socket = await callerSocket(connection);
    if (socket === undefined) return false;
    if (
      holdsSocket(
        own.flatMap(({ processes }) => processes),
        socket,
      ) !== false
    )
      return false;
    const marks = new Set(own.map(({ mark }) => mark));
    const marked = [...findMarked((mark) => marks.has(mark)).values()].flat();
    return holdsSocket(marked, socket) === false;
  }

  async close(): Promise<void> {
    const ends = [...this.#running].map((child) => {
      child.kill();
      return child.exited;
    });
    this.#isClosed = true;
    try {
      await withDeadline(this.#clock, closeDeadlineMs, 'processes of functions to end', async () => {
        await Promise.all(ends);
        await this.#strays.settled();
        await Promise.all(this.#later);
      });
    } finally {
      this.#patrol.dispose();
      this.#watchdog.dispose();
    }
  }

  #owe(work: Promise<void>): void {
    const owed = work.finally(() => this.#later.delete(owed));
    this.#later.add(owed);
  }
}
