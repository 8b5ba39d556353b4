/** Loads builders, packager and stages with the first redeploy, and gives them their places in the extension's storage. */

import path from 'node:path';
import type { BuildCache } from '../app/build/buildCache.ts';
import type { Redeploy } from '../app/deploy/redeploy.ts';
import type { RedeployOptions } from '../app/deploy/redeployRun.ts';

export interface RedeployLoaderOptions
  extends Omit<RedeployOptions, 'journal' | 'packages' | 'buildCache' | 'sourceMaps'>,
    Required<Pick<RedeployOptions, 'sourceMaps'>> {
  /** The extension's storage; windows share it. */
  readonly storage: string;
}

export function redeployLoader(options: RedeployLoaderOptions): () => Promise<Redeploy> {
  const { storage, clock, log } = options;
  const folder = (name: string) => path.join(storage, name);
  let buildCache: BuildCache | undefined;
  return async () => {
    const [build, deploy, journal, packages] = await Promise.all([
      import('../app/build/buildCache.ts'),
      import('../app/deploy/redeploy.ts'),
      import('../app/deploy/deploymentJournal.ts'),
      import('../app/deploy/packageStore.ts'),
    ]);
    // It knows what it has looked at: one for the window.
    buildCache ??= new build.BuildCache({ folder: folder('builds'), clock, log });
    return new deploy.Redeploy({
      ...options,
      buildCache,
      journal: new journal.DeploymentJournal(folder('deployments'), clock),
      packages: new packages.PackageStore(folder('packages'), clock),
    });
  };
}
