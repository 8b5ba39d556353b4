/** What all execution environments of the service share. */

import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { LogWriter } from '../logs/logWriter.ts';
import type { Credentials } from './environmentVariables.ts';
import type { Launcher } from './launch.ts';
import type { OpenRuntimeListener } from './runtimeListener.ts';
import type { Spares } from './spares/spares.ts';
import type { Supervisor } from './supervisor.ts';

export interface EnvironmentHost {
  readonly supervisor: Supervisor;
  readonly launcher: Launcher;
  /** Processes that were started ahead. */
  readonly spares?: Spares | undefined;
  readonly openRuntimeListener: OpenRuntimeListener;
  /** Folder of the unpacked package: shared and read-only. */
  openPackage(packageId: string): Promise<string>;
  /** Folder of the merged layers: shared and read-only. */
  openLayers?(packageIds: readonly string[]): Promise<string>;
  readonly logs: LogWriter;
  readonly credentials: Credentials;
  /** Told to extensions that ask for it. */
  readonly accountId?: string;
  /** Each environment has a folder of its own in it. */
  readonly workFolder: string;
  /** Windows' variable of that name. */
  readonly systemRoot: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
