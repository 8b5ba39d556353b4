/** Runs invocations: builds what they need (interpreters, supervisor, pool, queue) and owns it. */

import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import type { Log } from '../../base/log.ts';
import { limits } from '../../lambda/limits.ts';
import { EnvironmentPool } from '../environment/environmentPool.ts';
import type { Credentials } from '../environment/environmentVariables.ts';
import { ExecutionEnvironment } from '../environment/executionEnvironment.ts';
import { Interpreters, interpreterCacheFile } from '../environment/interpreters.ts';
import { Launcher } from '../environment/launch.ts';
import { LocalSupervisor, type LocalSupervisorOptions } from '../environment/localSupervisor.ts';
import { ProvisionedEnvironments } from '../environment/provisionedEnvironments.ts';
import type { ProvisionedSetting, ProvisionedState } from '../environment/provisionedState.ts';
import { Spares } from '../environment/spares/spares.ts';
import type { Supervisor } from '../environment/supervisor.ts';
import { Watchdog } from '../environment/watchdog.ts';
import type { LogWriter } from '../logs/logWriter.ts';
import { openRuntimeListener } from '../runtime/runtimeApi.ts';
import type { AsyncQueue } from '../store/asyncQueue.ts';
import type { EventInvokeRecord } from '../store/eventInvokeRecord.ts';
import type { FunctionId, FunctionVersion } from '../store/functionVersion.ts';
import { removeFolder } from '../store/removeFolder.ts';
import { AsyncInvocations } from './asyncInvocations.ts';
import type { Invocation, InvocationOutcome, Invoker } from './invocation.ts';

export interface DispatcherOptions {
  readonly accountId: string;
  /** What functions get as their role's credentials. */
  readonly credentials: Credentials;
  /** Absolute folder of the unpacked package: shared, read-only. */
  openPackage(packageId: string): Promise<string>;
  /** The same of layers, merged in this order. */
  openLayers?(packageIds: readonly string[]): Promise<string>;
  readonly logs: LogWriter;
  readonly queue: AsyncQueue;
  /** The newest now. */
  resolveVersion(id: FunctionId, version: string): FunctionVersion | undefined;
  /** How many invocations of a function may run at once; `undefined` where nothing is set, and without the member. */
  reservedConcurrency?(id: FunctionId): number | undefined;
  /** What all functions of a Region have reserved together; nothing without the member. */
  totalReservedConcurrency?(region: string): number;
  /** The function may call itself in circles; it may not without the member. */
  mayRecurse?(id: FunctionId): boolean;
  /** How asynchronous invocations of a qualifier are treated; `undefined` where nothing is set. */
  eventInvoke?(id: FunctionId, qualifier: string): EventInvokeRecord | undefined;
  /** Temporary folders of environments, and what is remembered of interpreters. */
  readonly workFolder: string;
  readonly bootstrapFolder: string;
  /** What interpreters compile is kept here; in the work folder when not given. */
  readonly compiledFolder?: string;
  /** For the search of interpreters only. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** How many processes may be started ahead, for functions to come; none by default. */
  readonly spares?: number;
  /** How functions' processes are kept apart from the rest of the computer. */
  readonly processes?: LocalSupervisorOptions;
  /** In place of the real one, for tests. */
  readonly supervisor?: Supervisor;
  /** How many environments there may be at once, in place of what the machine carries. */
  readonly environmentCapacity?: number;
}

/** Interpreters are looked for when the service has had time to get ready, unless an invocation needs them before. */
const prepareAfterMs = 1000;
/** What an idle Node.js environment holds, roughly; half of the machine may be used for them. */
const environmentBytes = 48 * 1024 * 1024;

export class Dispatcher implements Invoker {
  readonly #launcher: Launcher;
  readonly #supervisor: Supervisor;
  readonly #spares: Spares;
  readonly #pool: EnvironmentPool<ExecutionEnvironment>;
  readonly #provisioned: ProvisionedEnvironments<ExecutionEnvironment>;
  readonly #async: AsyncInvocations;
  readonly #owned = new DisposableStore();
  readonly #environmentsFolder: string;

  constructor(options: DispatcherOptions) {
    const { clock, log, workFolder, environment } = options;
    const systemRoot = environment['SystemRoot'];
    const interpreters = new Interpreters({
      environment,
      ownNode: {
        path: process.execPath,
        version: process.versions.node,
        isElectron: process.versions['electron'] !== undefined,
      },
      cacheFile: interpreterCacheFile(workFolder),
      log,
    });
    const dotnet = { variables: environment, platform: process.platform };
    const compiledFolder = options.compiledFolder ?? join(workFolder, 'compiled');
    this.#launcher = new Launcher(interpreters, options.bootstrapFolder, compiledFolder, dotnet);
    this.#supervisor =
      options.supervisor ?? new LocalSupervisor(new Watchdog(systemRoot, log), clock, log, options.processes);
    this.#environmentsFolder = join(workFolder, 'environments', randomUUID());
    // What was started ahead cannot be put into namespaces any more.
    const wanted = options.processes?.bubblewrap === undefined ? options.spares : 0;
    this.#spares = new Spares({ most: mostSpares(wanted), supervisor: this.#supervisor, memory, clock, log });
    const host = {
      ...options,
      supervisor: this.#supervisor,
      spares: this.#spares,
      launcher: this.#launcher,
      openRuntimeListener,
      openPackage: (packageId: string) => options.openPackage(packageId),
      openLayers: async (packageIds: readonly string[]) => (await options.openLayers?.(packageIds)) ?? '',
      workFolder: this.#environmentsFolder,
      systemRoot,
    };
    this.#pool = new EnvironmentPool({
      create: (version) => new ExecutionEnvironment(version, host),
      capacity: options.environmentCapacity ?? machineCapacity(),
      reserved: (id) => options.reservedConcurrency?.(id),
      totalReserved: (region) => options.totalReservedConcurrency?.(region) ?? 0,
      clock,
    });
    this.#provisioned = this.#owned.add(
      new ProvisionedEnvironments({ pool: this.#pool, startsAtOnce: availableParallelism(), clock, log }),
    );
    this.#async = this.#owned.add(
      new AsyncInvocations({
        queue: options.queue,
        resolveVersion: (id, version) => options.resolveVersion(id, version),
        configured: (id, qualifier) => options.eventInvoke?.(id, qualifier),
        isDisabled: (id) => options.reservedConcurrency?.(id) === 0,
        mayRecurse: (id) => options.mayRecurse?.(id) ?? false,
        run: (invocation) => this.#run(invocation, true),
        concurrency: Math.max(4, 2 * availableParallelism()),
        clock,
        log,
      }),
    );
    this.#owned.add(
      clock.after(prepareAfterMs, () => {
        for (const family of ['nodejs', 'python'] as const) {
          interpreters.all(family).catch((error: unknown) => log.warn('Interpreters could not be looked for', error));
        }
        void removeSiblings(this.#environmentsFolder);
      }),
    );
  }

  invoke(invocation: Invocation): Promise<InvocationOutcome> {
    return this.#run(invocation, false);
  }

  enqueue(invocation: Invocation): void {
    this.#async.accept(invocation);
  }

  retire(functionName: string, region: string, version?: string): void {
    this.#provisioned.forget({ region, name: functionName }, version);
    this.#pool.retire(functionName, region, version);
  }

  provision(id: FunctionId, settings: readonly ProvisionedSetting[]): void {
    this.#provisioned.set(id, settings);
  }

  provisionedState(id: FunctionId, qualifier: string): ProvisionedState | undefined {
    return this.#provisioned.state(id, qualifier);
  }

  resume(): void {
    this.#async.resume();
  }

  async close(): Promise<void> {
    this.#owned.dispose();
    this.#spares.close();
    await this.#pool.close();
    await this.#supervisor.close();
    await removeFolder(this.#environmentsFolder);
  }

  async #run(invocation: Invocation, isAsync: boolean): Promise<InvocationOutcome> {
    const { version, isFresh = false } = invocation;
    this.#launcher.check(version);
    const environment = await this.#pool.acquire(version, { isFresh, isAsync });
    return environment.invoke(invocation);
  }
}

function machineCapacity(): number {
  return Math.min(limits.accountConcurrency, Math.max(16, Math.floor(totalmem() / 2 / environmentBytes)));
}

/** Folders of environments that an earlier run could not remove. */
async function removeSiblings(folder: string): Promise<void> {
  const parent = join(folder, '..');
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const sibling = join(parent, name);
    if (sibling !== folder) await removeFolder(sibling).catch(() => {});
  }
}

/** A child process on Windows has no further descriptors that every program could read. */
function mostSpares(wanted = 0): number {
  return process.platform === 'win32' ? 0 : wanted;
}

/** What a container may use counts, not what the computer has. */
function memory() {
  const availableBytes = process.availableMemory?.() ?? freemem();
  return { availableBytes, totalBytes: Math.min(process.constrainedMemory?.() || Infinity, totalmem()) };
}
