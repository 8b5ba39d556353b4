/** What every stage of one redeploy works with. */

import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { BuildCache } from '../build/buildCache.ts';
import type { BuildProblem } from '../build/problems/buildProblem.ts';
import type { Connection, Target } from '../target.ts';
import type { ToolRunner } from '../toolRunner.ts';
import type { DeploymentJournal } from './deploymentJournal.ts';
import type { PackageStore } from './packageStore.ts';
import type { RedeployLink } from './redeployLink.ts';
import type { SourceMapStore } from './sourceMapStore.ts';

/** What a function needs to be created; an existing function keeps its own configuration. */
export interface NewFunction {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  /** A role that was just made is not there for all of AWS at once: Lambda is asked again until it can assume it. */
  readonly isRoleNew?: boolean;
  readonly timeoutS?: number;
  readonly memorySizeMB?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Whose build it was. */
export interface BuiltFunction {
  readonly targetId: string;
  readonly functionName: string;
}

export interface RedeployOptions {
  readonly toolRunner: ToolRunner;
  /** Path of the esbuild binary inside the extension, where one was shipped. */
  readonly shippedEsbuild: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Keeps the source maps of what is deployed, where somebody will ask for them. */
  readonly sourceMaps?: Pick<SourceMapStore, 'keep'>;
  /** Without it, everything is built and compressed each time. */
  readonly buildCache?: BuildCache;
  /** Told once per build what is wrong with the function's sources now; nothing, where all is well. */
  readonly onBuildProblems?: (built: BuiltFunction, problems: readonly BuildProblem[]) => void;
  /** Without it, every redeploy is the first one: nobody else's code is noticed and nothing is finished or undone. */
  readonly journal?: DeploymentJournal;
  /** Without it, nothing can be undone. */
  readonly packages?: PackageStore;
}

export interface RedeployRun extends RedeployOptions {
  readonly target: Target;
  readonly connection: Connection;
  readonly link: RedeployLink;
  /** Absolute path of the folder that holds the link. */
  readonly root: string;
  readonly create: NewFunction | undefined;
  readonly signal: AbortSignal;
}
