/**
 * A program that redeploys and is killed on the way. Argument: JSON with the service, the storage, the workspace, the link, and the
 * stage at whose beginning it dies. It prints nothing: what it leaves is on disk and on the target.
 */

import type { RedeployLink } from '../../src/app/deploy/redeployLink.ts';
import type { RedeployStage } from '../../src/app/deploy/redeployStage.ts';
import { localTarget } from '../../src/app/localTarget.ts';
import { connectLocal } from '../../src/client/localClients.ts';
import type { ServiceReady } from '../../src/protocol/serviceReady.ts';
import { RedeployBench } from './redeployBench.ts';

export interface Victim {
  readonly ready: ServiceReady;
  readonly storage: string;
  readonly workspace: string;
  readonly link: RedeployLink;
  readonly diesAt: RedeployStage;
}

const victim = JSON.parse(process.argv[2] ?? '') as Victim;
const host = { isStoppedOnRequest: false, ensureRunning: async () => victim.ready, reportUnreachable() {} };
const bench = RedeployBench.on(localTarget(host, connectLocal), victim);
await bench.run({
  onStage: (stage) => {
    if (stage === victim.diesAt) process.kill(process.pid, 'SIGKILL');
  },
});
