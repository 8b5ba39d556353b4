/** Processes that exist on paper: the test says what they write and how they end. */

import { Deferred } from '../../src/base/deferred.ts';
import { Emitter } from '../../src/base/event.ts';
import type {
  ProcessCommand,
  ProcessExit,
  ProcessOutput,
  SupervisedProcess,
  Supervisor,
} from '../../src/service/environment/supervisor.ts';

export class FakeProcess implements SupervisedProcess {
  readonly pid: number;
  readonly command: ProcessCommand;
  readonly #written = new Emitter<ProcessOutput>();
  readonly #exited = new Deferred<ProcessExit>();
  readonly onDidWrite = this.#written.event;
  readonly exited = this.#exited.promise;
  readonly signals: string[] = [];
  /** What was written to its channel. */
  readonly told: string[] = [];
  memoryBytes: number | undefined;
  /** Goes on after SIGTERM. */
  ignoresTermination = false;

  constructor(pid: number, command: ProcessCommand) {
    this.pid = pid;
    this.command = command;
  }

  write(text: string | Uint8Array): void {
    this.#written.fire({ stream: 'stdout', bytes: Buffer.from(text) });
  }

  /** The mark that the bootstraps write before each *next*. */
  mark(): void {
    this.write(Buffer.from([0xa5, 0x5a, 0xff, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  }

  end(exit: Partial<ProcessExit>): void {
    this.#exited.resolve({ code: undefined, signal: undefined, ...exit });
  }

  currentMemoryBytes(): number | undefined {
    return this.memoryBytes;
  }

  peakMemoryBytes(): number | undefined {
    return this.memoryBytes;
  }

  tell(text: string): void {
    this.told.push(text);
  }

  terminate(): void {
    this.signals.push('SIGTERM');
    if (!this.ignoresTermination) this.end({ signal: 'SIGTERM' });
  }

  kill(): void {
    this.signals.push('SIGKILL');
    this.end({ signal: 'SIGKILL' });
  }
}

export class FakeSupervisor implements Supervisor {
  readonly processes: FakeProcess[] = [];
  readonly #started = new Emitter<FakeProcess>();
  readonly onDidStart = this.#started.event;

  exec(command: ProcessCommand): SupervisedProcess {
    const child = new FakeProcess(1000 + this.processes.length, command);
    this.processes.push(child);
    this.#started.fire(child);
    return child;
  }

  get last(): FakeProcess {
    const child = this.processes.at(-1);
    if (child === undefined) throw new Error('No process was started');
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.processes) child.kill();
  }
}
