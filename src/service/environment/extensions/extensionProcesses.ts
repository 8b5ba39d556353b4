/** The processes of external extensions in one start of an environment: started before the runtime, ended after it. */

import { type Clock, withDeadline } from '../../../base/clock.ts';
import { Deferred } from '../../../base/deferred.ts';
import type { EnvironmentLog } from '../environmentLog.ts';
import { extensionFailure, extensionLaunchFailure, type Failure } from '../failure.ts';
import type { Launch, LaunchPlace } from '../launch.ts';
import { LogDecoder } from '../logDecoder.ts';
import type { ProcessCommand, ProcessExit, SupervisedProcess, Supervisor } from '../supervisor.ts';
import type { Extension, ShutdownReason } from './extension.ts';
import { type ExtensionFile, extensionFiles } from './extensionFiles.ts';
import { type ExtensionSession, maximumExtensions } from './extensionSession.ts';
import { extensionVariables } from './extensionVariables.ts';

/** An external extension is the reason why nothing could be started. */
export class ExtensionStartError extends Error {
  override readonly name = 'ExtensionStartError';
  /** `undefined`: there was no time left. */
  readonly failure: Failure | undefined;

  constructor(failure: Failure | undefined) {
    super('An extension did not start');
    this.failure = failure;
  }
}

export interface ExtensionProcessesParts {
  readonly session: ExtensionSession;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly log: EnvironmentLog;
  /** A process ended before it was asked to. */
  onExit(exit: ProcessExit): void;
}

interface Running {
  readonly extension: Extension;
  readonly process: SupervisedProcess;
}

/** A killed process is gone in a moment. */
const goneDeadlineMs = 1000;

export class ExtensionProcesses {
  readonly #parts: ExtensionProcessesParts;
  readonly #running: Running[] = [];
  readonly #crashed = new Deferred<void>();
  #registering: Deferred<void> | undefined;
  #isEnding = false;

  constructor(parts: ExtensionProcessesParts) {
    this.#parts = parts;
  }

  /** Resolves when one of them has ended before it was asked to. */
  get crashed(): Promise<void> {
    return this.#crashed.promise;
  }

  get running(): readonly SupervisedProcess[] {
    return this.#running.map(({ process }) => process);
  }

  /** Starts them all and waits until they have registered. Rejects with `ExtensionStartError`. */
  async start({ command }: Launch, place: LaunchPlace, deadlineMs: number): Promise<void> {
    const folder = place.layersFolder;
    const files = await extensionFiles(folder);
    if (files.length === 0 || folder === undefined || this.#isEnding) return;
    this.#registering = new Deferred();
    this.#registering.promise.catch(() => {});
    const own = place.version.configuration.Environment?.Variables ?? {};
    const environment = extensionVariables(command.environment, own, folder);
    for (const file of files)
      this.#launch(file, { command: file.path, arguments: [], folder, environment, places: command.places });
    const { promise } = this.#registering;
    const late = new Deferred<never>();
    const timer = this.#parts.clock.after(deadlineMs, () => late.reject(new ExtensionStartError(undefined)));
    try {
      await Promise.race([promise, late.promise]);
    } finally {
      timer.dispose();
      this.#registering = undefined;
    }
  }

  /** The last one that was waited for has registered. */
  registered(): void {
    this.#registering?.resolve();
  }

  /** Tells those that asked for it why they are to end, and ends the others and those that do not in time. */
  async end(reason: ShutdownReason, deadlineMs: number): Promise<void> {
    this.#isEnding = true;
    if (this.#running.length === 0) return;
    const { clock, session } = this.#parts;
    this.#registering?.reject(new ExtensionStartError(undefined));
    session.deliver({
      eventType: 'SHUTDOWN',
      shutdownReason: reason,
      deadlineMs: Math.round(clock.now() + deadlineMs),
    });
    await Promise.all(this.#running.map((running) => this.#endOne(running, deadlineMs)));
    this.#running.length = 0;
  }

  async #endOne({ extension, process }: Running, deadlineMs: number): Promise<void> {
    const { clock } = this.#parts;
    if (extension.events.includes('SHUTDOWN')) {
      const late = new Deferred<void>();
      const timer = clock.after(deadlineMs, () => late.resolve());
      await Promise.race([process.exited, late.promise]);
      timer.dispose();
    }
    process.kill();
    await withDeadline(clock, goneDeadlineMs, 'an extension to be gone', () => process.exited).catch(() => {});
  }

  #launch(file: ExtensionFile, command: ProcessCommand): void {
    const extension = this.#parts.session.expect(file.name);
    if (this.#parts.session.all.length > maximumExtensions) {
      extension.failLaunch('TooManyExtensions');
      throw new ExtensionStartError(extensionLaunchFailure('ErrTooManyExtensions'));
    }
    if (!file.isExecutable) {
      extension.failLaunch('PermissionDenied');
      const message = `fork/exec /opt/extensions/${file.name}: permission denied`;
      throw new ExtensionStartError(extensionLaunchFailure(message));
    }
    const process = this.#parts.supervisor.exec(command);
    this.#running.push({ extension, process });
    const decoder = new LogDecoder();
    const write = ({ events }: ReturnType<LogDecoder['end']>) => {
      for (const { message, timestamp } of events) this.#parts.log.output(message, timestamp, 'extension');
    };
    process.onDidWrite(({ bytes }) => write(decoder.write(bytes)));
    void process.exited.then((exit) => {
      write(decoder.end());
      if (!this.#isEnding) this.#ended(extension, exit);
    });
  }

  #ended(extension: Extension, exit: ProcessExit): void {
    const { session, onExit } = this.#parts;
    extension.crash();
    this.#crashed.resolve();
    if (this.#registering === undefined) onExit(exit);
    else this.#registering.reject(new ExtensionStartError(extensionFailure(session.reportedError, exit)));
  }
}
