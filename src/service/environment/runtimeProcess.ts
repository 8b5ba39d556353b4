/** The runtime's process with its session of the Runtime API and its log pipe; its facts come in one queue. */

import type { Clock } from '../../base/clock.ts';
import { Deferred } from '../../base/deferred.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { ExtensionFact } from './extensions/extensionSession.ts';
import { type DecodedLogs, LogDecoder } from './logDecoder.ts';
import { MemoryWatch } from './memoryWatch.ts';
import type { NextInvocation, RuntimeFact, RuntimeSession } from './runtimeSession.ts';
import type { ProcessExit, SupervisedProcess } from './supervisor.ts';

export type ProcessFact =
  | RuntimeFact
  | ExtensionFact
  /** The process of an extension ended before its time. */
  | { readonly type: 'extensionExit'; readonly exit: ProcessExit }
  /** `isOutOfMemory`: it was killed because its memory exceeded the limit. */
  | { readonly type: 'exit'; readonly exit: ProcessExit; readonly isOutOfMemory: boolean };

/** A fact and the monotonic time at which it became known. */
export interface TimedFact {
  readonly fact: ProcessFact | { readonly type: 'deadline' };
  readonly atMs: number;
}

export interface RuntimeProcessParts {
  readonly session: RuntimeSession;
  readonly process: SupervisedProcess;
  readonly writesMarks: boolean;
  /** Memory of the function, over all of its processes. */
  readonly memoryLimitBytes: number;
  readonly clock: Clock;
  readonly onOutput: (events: DecodedLogs['events']) => void;
}

/** How long the end of an invocation's output is waited for. The mark is in the pipe already when *next* arrives. */
const markDeadlineMs = 250;
const endDeadlineMs = 1000;

export class RuntimeProcess {
  readonly startedAtMs: number;
  readonly exited: Promise<ProcessExit>;
  readonly #parts: RuntimeProcessParts;
  readonly #decoders = { stdout: new LogDecoder(), stderr: new LogDecoder() };
  readonly #facts: TimedFact[] = [];
  readonly #memory: MemoryWatch;
  #isOutOfMemory = false;
  #waiting: ((fact: TimedFact) => void) | undefined;
  #marks = 0;
  #toldPeakBytes: number | undefined;
  #nexts = 0;
  #isSilent = false;
  #marked: Deferred<void> | undefined;
  #answeringAtMs: number | undefined;
  /** Processes whose memory is the function's as well: its extensions. */
  #companions: readonly SupervisedProcess[] = [];

  constructor(parts: RuntimeProcessParts) {
    this.#parts = parts;
    this.startedAtMs = parts.clock.monotonic();
    this.#memory = new MemoryWatch({
      limitBytes: parts.memoryLimitBytes,
      currentBytes: () => this.#sum(parts.process.currentMemoryBytes(), (other) => other.currentMemoryBytes()),
      onExceeded: () => {
        this.#isOutOfMemory = true;
        parts.process.kill();
      },
      clock: parts.clock,
    });
    parts.process.onDidWrite(({ stream, bytes }) => this.#read(this.#decoders[stream].write(bytes)));
    this.exited = parts.process.exited.then((exit) => {
      this.#readRest();
      this.#marked?.resolve();
      this.#memory.stop();
      this.tell({ type: 'exit', exit, isOutOfMemory: this.#isOutOfMemory });
      return exit;
    });
  }

  /** When the first byte of the last answer came, in monotonic time; `undefined` when there was none. */
  get answeringAtMs(): number | undefined {
    return this.#answeringAtMs;
  }

  /** What the sessions of the runtime and of the extensions report. */
  tell(fact: ProcessFact): void {
    if (fact.type === 'answering') {
      this.#answeringAtMs = this.#parts.clock.monotonic();
      return;
    }
    if (fact.type === 'next') {
      this.#isSilent = fact.isSilent === true;
      if (!this.#isSilent) this.#nexts += 1;
    }
    const timed = { fact, atMs: this.#parts.clock.monotonic() };
    if (this.#waiting === undefined) this.#facts.push(timed);
    else this.#waiting(timed);
  }

  /** The next fact in order, or `deadline` when there is none for `deadlineMs`. Memory is watched meanwhile. */
  nextFact(deadlineMs: number): Promise<TimedFact> {
    const known = this.#facts.shift();
    if (known !== undefined) return Promise.resolve(known);
    const { clock } = this.#parts;
    this.#memory.start();
    return new Promise((resolve) => {
      const timer = clock.after(Math.max(0, deadlineMs), () =>
        end({ fact: { type: 'deadline' }, atMs: clock.monotonic() }),
      );
      const end = (fact: TimedFact) => {
        this.#waiting = undefined;
        this.#memory.stop();
        timer.dispose();
        resolve(fact);
      };
      this.#waiting = end;
    });
  }

  deliver(invocation: NextInvocation): void {
    this.#answeringAtMs = undefined;
    this.#parts.session.deliver(invocation);
  }

  /** From now on the memory of these processes counts, too. */
  accompany(companions: readonly SupervisedProcess[]): void {
    this.#companions = companions;
  }

  /** From the operating system, or else as the process itself told it: good enough for a report, not for a verdict. */
  peakMemory(): { readonly bytes: number; readonly isOverLimit: boolean } {
    const bytes = this.#sum(this.#parts.process.peakMemoryBytes(), (other) => other.peakMemoryBytes());
    if (bytes === undefined) return { bytes: this.#toldPeakBytes ?? 0, isOverLimit: false };
    return { bytes, isOverLimit: bytes > this.#parts.memoryLimitBytes };
  }

  /** Resolves when everything that was written before the runtime's last *next* has been read. */
  async settleOutput(): Promise<void> {
    if (!this.#parts.writesMarks) {
      // A foreign runtime says nothing: what it wrote lies in the pipe and is read in the coming turns.
      await turns(3);
      this.#readRest();
      return;
    }
    if (this.#isSilent) {
      // The runtime wrote nothing; what a child of it wrote is in the pipe.
      await turns(2);
      return;
    }
    if (this.#marks >= this.#nexts) return;
    this.#marked = new Deferred();
    const timer = this.#parts.clock.after(markDeadlineMs, () => {
      this.#marks = this.#nexts;
      this.#marked?.resolve();
    });
    await this.#marked.promise;
    timer.dispose();
    this.#marked = undefined;
  }

  /** Asks the tree to end. */
  terminate(): void {
    this.#parts.process.terminate();
  }

  /** Kills the tree and waits until it is gone and its output was read. */
  async end(): Promise<void> {
    this.#parts.process.kill();
    await this.waitForEnd(endDeadlineMs);
  }

  /** Whether the process ends by itself in that time. */
  async endsWithin(deadlineMs: number): Promise<boolean> {
    const late = new Deferred<false>();
    const timer = this.#parts.clock.after(Math.max(0, deadlineMs), () => late.resolve(false));
    const ended = await Promise.race([this.exited.then(() => true), late.promise]);
    timer.dispose();
    return ended;
  }

  /** Gives the process time to end by itself, then ends it. */
  async waitForEnd(deadlineMs: number): Promise<void> {
    const late = new Deferred<void>();
    const timer: Disposable = this.#parts.clock.after(deadlineMs, () => {
      this.#parts.process.kill();
      late.resolve();
    });
    await Promise.race([this.exited, late.promise]);
    timer.dispose();
  }

  #sum(own: number | undefined, read: (companion: SupervisedProcess) => number | undefined): number | undefined {
    if (own === undefined) return undefined;
    let bytes = own;
    for (const companion of this.#companions) bytes += read(companion) ?? 0;
    return bytes;
  }

  /** A line that has no newline yet will get none. */
  #readRest(): void {
    this.#read(this.#decoders.stdout.end());
    this.#read(this.#decoders.stderr.end());
  }

  #read({ events, marks, peakBytes }: DecodedLogs): void {
    this.#toldPeakBytes = peakBytes ?? this.#toldPeakBytes;
    if (events.length > 0) this.#parts.onOutput(events);
    this.#marks += marks;
    if (marks > 0 && this.#marks >= this.#nexts) this.#marked?.resolve();
  }
}

/** Of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
