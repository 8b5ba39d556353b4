/**
 * Everything that one start of an environment begins and that is replaced after a failure: the runtime's process, the
 * extensions, and the listener that both call. Lambda's runtime supervisor calls it the runtime domain.
 */

import type { FunctionVersion } from '../store/functionVersion.ts';
import type { EnvironmentHost } from './environmentHost.ts';
import type { EnvironmentLog } from './environmentLog.ts';
import type { ShutdownReason } from './extensions/extension.ts';
import { ExtensionProcesses } from './extensions/extensionProcesses.ts';
import { ExtensionSession } from './extensions/extensionSession.ts';
import type { InitializationType } from './initializationType.ts';
import type { RuntimeChoice } from './launch.ts';
import type { RuntimeListener } from './runtimeListener.ts';
import type { ProcessFact, RuntimeProcess } from './runtimeProcess.ts';
import { startProcess } from './startProcess.ts';
import type { TelemetryHub } from './telemetry/telemetryHub.ts';

export interface RuntimeDomainParts {
  readonly host: EnvironmentHost;
  readonly version: FunctionVersion;
  readonly temporaryFolder: string;
  readonly log: EnvironmentLog;
  readonly telemetry: TelemetryHub;
  readonly initializationType: InitializationType;
}

/**
 * How long Shutdown may take: with external extensions, with internal ones only; without any there is none.
 * Source: Lambda developer guide, "Lambda execution environment", Shutdown phase.
 */
const shutdownMs = { external: 2000, internal: 500 };
/** What the runtime gets of it before the external extensions have their turn (the runtime supervisor's share). */
const runtimeShare = 0.3;
/** Telemetry that waits is sent before an extension is told to end. */
const flushMs = 1000;

export class RuntimeDomain {
  readonly extensions: ExtensionSession;
  readonly #parts: RuntimeDomainParts;
  readonly #processes: ExtensionProcesses;
  /** Facts that came before there was a process to tell them to. */
  readonly #early: ProcessFact[] = [];
  #runtime: RuntimeProcess | undefined;
  #listener: RuntimeListener | undefined;
  #startedAtMs: number;
  #endingRuntime: Promise<void> | undefined;
  #endingExtensions: Promise<void> | undefined;

  constructor(parts: RuntimeDomainParts) {
    this.#parts = parts;
    const { host, version, log, telemetry } = parts;
    this.#startedAtMs = host.clock.monotonic();
    this.extensions = new ExtensionSession(
      {
        functionName: version.id.name,
        functionVersion: version.version,
        handler: version.configuration.Handler ?? '',
        accountId: host.accountId ?? '',
      },
      (name, api, body) => telemetry.subscribe(name, api, body),
      (fact) => {
        if (fact.type === 'extensionsRegistered') this.#processes.registered();
        else this.#tell(fact);
      },
    );
    this.#processes = new ExtensionProcesses({
      session: this.extensions,
      supervisor: host.supervisor,
      clock: host.clock,
      log,
      onExit: (exit) => this.#tell({ type: 'extensionExit', exit }),
    });
  }

  /** Monotonic time at which the first process was started. */
  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  get runtime(): RuntimeProcess {
    if (this.#runtime === undefined) throw new Error('The domain was not started');
    return this.#runtime;
  }

  get hasExtensions(): boolean {
    return this.extensions.all.length > 0;
  }

  /**
   * Starts the extensions, waits until they have registered, and starts the runtime. Rejects with `LaunchError` when
   * there is nothing to start, and with `ExtensionStartError`.
   */
  async start(deadlineMs: number, onChosen: (runtime: RuntimeChoice) => void): Promise<void> {
    const { host, version, temporaryFolder, log, initializationType } = this.#parts;
    const runtime = await startProcess(host, {
      version,
      temporaryFolder,
      log,
      initializationType,
      extensions: this.extensions,
      beforeStart: async (launch, place, listener) => {
        this.#listener = listener;
        onChosen(launch.runtime);
        this.#startedAtMs = host.clock.monotonic();
        await this.#processes.start(launch, place, deadlineMs);
      },
    });
    this.#runtime = runtime;
    runtime.accompany(this.#processes.running);
    for (const fact of this.#early) runtime.tell(fact);
    const listener = this.#listener;
    void runtime.exited.then(() => {
      if (!this.hasExtensions) listener?.close();
    });
    // Ended while it started.
    if (this.#endingRuntime !== undefined) await runtime.end();
  }

  /** Resolves when a process of it has ended, whichever is first. */
  get ended(): Promise<unknown> {
    return Promise.race([this.runtime.exited, this.#processes.crashed]);
  }

  /** Ends the runtime: without extensions at once, otherwise it is asked and has a moment. */
  endRuntime(): Promise<void> {
    this.#endingRuntime ??= this.#endRuntime();
    return this.#endingRuntime;
  }

  /** After the runtime: tells the extensions why, and ends what is left. Nothing of the domain remains. */
  endExtensions(reason: ShutdownReason): Promise<void> {
    this.#endingExtensions ??= this.#endExtensions(reason);
    return this.#endingExtensions;
  }

  async end(reason: ShutdownReason): Promise<void> {
    await this.endRuntime();
    await this.endExtensions(reason);
  }

  async #endRuntime(): Promise<void> {
    const runtime = this.#runtime;
    if (runtime === undefined) return;
    if (this.hasExtensions) {
      runtime.terminate();
      const graceMs = this.extensions.hasExternal ? shutdownMs.external * runtimeShare : shutdownMs.internal;
      if (await runtime.endsWithin(graceMs)) return;
    }
    await runtime.end();
  }

  async #endExtensions(reason: ShutdownReason): Promise<void> {
    const { telemetry } = this.#parts;
    if (this.extensions.hasExternal) {
      await telemetry.flush(flushMs);
      await this.#processes.end(reason, shutdownMs.external * (1 - runtimeShare));
    }
    telemetry.close();
    this.#listener?.close();
  }

  #tell(fact: ProcessFact): void {
    if (this.#runtime === undefined) this.#early.push(fact);
    else this.#runtime.tell(fact);
  }
}
