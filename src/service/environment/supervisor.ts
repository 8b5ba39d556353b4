/** How execution environments start and end processes. `LocalSupervisor` does it; tests have a fake. */

import type { Event } from '../../base/event.ts';
import type { LoopbackConnection } from './limits/connectionOwner.ts';
import type { ExceededLimit, ProcessLimits } from './limits/processLimits.ts';

export interface ProcessCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** The whole environment of the process: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Without them nothing is measured; what a process inherits (open files, no core files) holds all the same. */
  readonly limits?: ProcessLimits | undefined;
  /** Folders that have another name on Lambda; without them the command is not isolated. */
  readonly places?: ProcessPlaces | undefined;
  /** A descriptor on which the process is told something later, by `tell`. */
  readonly channel?: number | undefined;
}

/** Where that lies which a function knows as /var/task, /opt and /tmp. */
export interface ProcessPlaces {
  readonly taskRoot: string;
  readonly layersFolder: string | undefined;
  readonly temporaryFolder: string;
}

export interface ProcessExit {
  /** `undefined` when a signal ended the process. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** Why it was killed, when it was for what it used. */
  readonly exceeded?: ExceededLimit | undefined;
}

/** Where the two streams are one pipe, everything is `stdout`, in the order in which it was written. */
export interface ProcessOutput {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

export interface SupervisedProcess {
  /** `undefined` when it could not be started; `exited` then tells it as exit code 127. */
  readonly pid: number | undefined;
  /** Subscribe in the turn in which the process was started, or output is lost. */
  readonly onDidWrite: Event<ProcessOutput>;
  /** Resolves once the process is gone and its output was read to the end, as far as that ends soon. */
  readonly exited: Promise<ProcessExit>;
  /** What it and its children hold now, in bytes; `undefined` where that cannot be read. */
  currentMemoryBytes(): number | undefined;
  /** The most that they held so far. */
  peakMemoryBytes(): number | undefined;
  /** For a process that was started before it was known whose it would be: what `ProcessCommand.limits` says. */
  limit?(limits: ProcessLimits): void;
  /** Writes to the channel and closes it. */
  tell?(text: string): void;
  /** Asks the whole process tree to end. */
  terminate(): void;
  /** Ends the whole process tree at once, those included that left its group or their parent. */
  kill(): void;
}

export interface Supervisor {
  exec(command: ProcessCommand): SupervisedProcess;
  /**
   * Whether a connection surely comes from a process that has nothing to do with the environment of this temporary
   * folder: another function's, most likely.
   */
  isForeign?(temporaryFolder: string, connection: LoopbackConnection): Promise<boolean>;
  /** Kills what still runs and waits until it is gone. */
  close(): Promise<void>;
}
