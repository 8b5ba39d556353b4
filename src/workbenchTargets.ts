/** The part of the composition root that opens targets: Local, and one per connection. Clients are imported when one is first connected to. */

import { awsTarget } from './app/awsTarget.ts';
import { LocalServiceHost } from './app/localServiceHost.ts';
import { localTarget } from './app/localTarget.ts';
import { protectionOf } from './app/protection.ts';
import type { Target } from './app/target.ts';
import { TargetRegistry } from './app/targetRegistry.ts';
import type { Clock } from './base/clock.ts';
import type { DisposableStore } from './base/lifecycle.ts';
import type { Log } from './base/log.ts';
import { ProfileSessions } from './client/profileCredentials.ts';
import { askForMfaCode } from './vscode/mfaQuestion.ts';
import type { Settings } from './vscode/settings.ts';

export interface TargetOptions {
  readonly owned: DisposableStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The editor's own Node: it runs the local service. */
  readonly nodeBinary: string;
  /** Absolute path of the local service's program. */
  readonly servicePath: string;
  /** Where the local service keeps its data, unless the environment says otherwise. */
  readonly dataFolder: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenTargets {
  readonly host: LocalServiceHost;
  readonly local: Target;
  readonly targets: TargetRegistry;
}

export function openTargets(options: TargetOptions): OpenTargets {
  const { owned, environment, nodeBinary, servicePath, settings, clock, log } = options;
  const host = owned.add(
    new LocalServiceHost({
      dataFolder: environment['LAMBDA_WORKBENCH_DATA'] ?? options.dataFolder,
      servicePath,
      nodeBinary: { command: nodeBinary, env: { ELECTRON_RUN_AS_NODE: '1' } },
      environment,
      clock,
      log,
    }),
  );
  const local = localTarget(host, async (ready) =>
    (await import('./client/localClients.ts')).connectLocal(ready, environment['AWS_ENDPOINT_URL_S3']),
  );
  const sessions = new ProfileSessions();
  const targets = owned.add(
    new TargetRegistry(local, settings, (connection) =>
      awsTarget(
        connection,
        async (setting) =>
          (await import('./client/awsClients.ts')).connectProfile(setting, log, {
            ...{ mfaCodeProvider: askForMfaCode, environment, proxy: settings.proxy, sessions },
          }),
        (label, accountId) => protectionOf(settings.protectedConnections)(label, accountId),
      ),
    ),
  );
  return { host, local, targets };
}
