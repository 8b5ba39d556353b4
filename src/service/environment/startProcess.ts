/** Starts the process of an environment together with its listener of the Runtime API. */

import { mkdir } from 'node:fs/promises';
import { limits } from '../../lambda/limits.ts';
import type { FunctionVersion } from '../store/functionVersion.ts';
import { applicationLevelFilter } from './applicationLevel.ts';
import type { EnvironmentHost } from './environmentHost.ts';
import type { EnvironmentLog } from './environmentLog.ts';
import type { ExtensionSession } from './extensions/extensionSession.ts';
import type { InitializationType } from './initializationType.ts';
import type { Launch, LaunchPlace } from './launch.ts';
import { processLimits } from './limits/processLimits.ts';
import type { RuntimeListener } from './runtimeListener.ts';
import { RuntimeProcess } from './runtimeProcess.ts';
import { type RuntimeFact, RuntimeSession } from './runtimeSession.ts';
import { type PreparedStart, prepareStart } from './spares/prepareStart.ts';
import type { ProcessPlaces } from './supervisor.ts';

export interface ProcessStart {
  readonly version: FunctionVersion;
  readonly temporaryFolder: string;
  readonly log: EnvironmentLog;
  readonly initializationType: InitializationType;
  /** Who else calls the listener. */
  readonly extensions: ExtensionSession;
  /**
   * Everything is found, and the runtime's process is started next. What has to run before it is awaited; the listener
   * is the callee's from now on.
   */
  beforeStart(launch: Launch, place: LaunchPlace, listener: RuntimeListener): Promise<void>;
}

/**
 * Everything that takes time happens at once: the listener opens while the package is unpacked and the interpreter
 * found. Rejects with `LaunchError` when there is nothing to start.
 */
export async function startProcess(host: EnvironmentHost, start: ProcessStart): Promise<RuntimeProcess> {
  let running: RuntimeProcess | undefined;
  let prepared: PreparedStart | undefined;
  let nexts = 0;
  const tell = (fact: RuntimeFact) => {
    running?.tell(fact);
    if (fact.type === 'next') nexts += 1;
    // The second one: the first invocation is over.
    if (fact.type === 'next' && nexts === 2) prepared?.settle();
  };
  const session = new RuntimeSession(tell, start.initializationType === 'snap-start');
  const opening = host.openRuntimeListener(
    session,
    start.extensions,
    start.version.id.region,
    async (connection) => (await host.supervisor.isForeign?.(start.temporaryFolder, connection)) ?? false,
  );
  let isHandedOver = false;
  try {
    const place = findPlace(host, start, opening);
    // Without an interpreter nobody waits for it.
    place.catch(() => {});
    const chosen = await host.launcher.prepare(start.version, place);
    const listener = await opening;
    const found = await place;
    const launch = { ...chosen, command: { ...chosen.command, places: placesOf(found) } };
    prepared = await prepareStart(host, launch, found, processLimits(start.version, start.temporaryFolder));
    isHandedOver = true;
    await start.beforeStart(prepared.launch, found, listener);
    running = run(host, start, prepared, session);
    return running;
  } catch (error) {
    prepared?.giveUp();
    opening.then(
      (listener) => {
        if (!isHandedOver) listener.close();
      },
      () => {},
    );
    throw error;
  }
}

async function findPlace(
  host: EnvironmentHost,
  { version, temporaryFolder, log, initializationType }: ProcessStart,
  opening: Promise<RuntimeListener>,
): Promise<LaunchPlace> {
  const { layerPackageIds = [] } = version;
  const [taskRoot, { address, metadataToken }, layersFolder] = await Promise.all([
    host.openPackage(version.packageId),
    opening,
    layerPackageIds.length === 0 ? undefined : host.openLayers?.(layerPackageIds),
    mkdir(temporaryFolder, { recursive: true }),
  ]);
  const { credentials, systemRoot } = host;
  const runtimeApi = address;
  const logPlace = log.location;
  return {
    version,
    taskRoot,
    layersFolder,
    temporaryFolder,
    runtimeApi,
    metadataToken,
    logPlace,
    initializationType,
    credentials,
    systemRoot,
  };
}

function placesOf({ taskRoot, layersFolder, temporaryFolder }: LaunchPlace): ProcessPlaces {
  return { taskRoot, layersFolder, temporaryFolder };
}

function run(
  { clock }: EnvironmentHost,
  { log, version }: ProcessStart,
  { launch, start }: PreparedStart,
  session: RuntimeSession,
): RuntimeProcess {
  const isKept = applicationLevelFilter(version);
  return new RuntimeProcess({
    session,
    process: start(),
    writesMarks: launch.writesMarks,
    memoryLimitBytes: memorySizeBytes(version),
    clock,
    onOutput: (events) => {
      for (const { message, timestamp } of events) {
        // A frame has a time, and was filtered where it was made.
        if (timestamp !== undefined || isKept?.(message) !== false) log.output(message, timestamp);
      }
    },
  });
}

function memorySizeBytes({ configuration }: FunctionVersion): number {
  return (configuration.MemorySize ?? limits.memoryDefaultMB) * 1024 * 1024;
}
