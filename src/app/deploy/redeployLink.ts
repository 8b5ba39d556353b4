/** A link: which folder is redeployed to which function, and what is done besides replacing the code. */

import type { JsonObject } from '../../base/json.ts';
import type { BuildSetting } from '../build/buildSetting.ts';

export interface RedeployLink extends RedeploySettings {
  readonly functionName: string;
  readonly target: LinkTarget;
  /** Relative to the workspace folder, POSIX slashes. */
  readonly folder: string;
  readonly build: BuildSetting;
}

export type LinkTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'aws'; readonly profile: string; readonly region: string; readonly accountId?: string };

/** Everything that a link may say beside what it has to. */
export interface RedeploySettings {
  /** Patterns of files that stay out of the package, beside those of `.lambdaignore` or `.gitignore`. */
  readonly ignore?: readonly string[];
  /** Run by the shell in the folder before the build. */
  readonly beforeBuild?: string;
  /** Packages go to Lambda through this S3 bucket. */
  readonly bucket?: string;
  /** A version is published with every redeploy. */
  readonly publish?: boolean;
  /** The alias that is led to the version of every redeploy; implies `publish`. */
  readonly alias?: AliasSetting;
  /** The event that every redeploy is tried with: the name of a test event, or the event itself. */
  readonly smokeEvent?: string | JsonObject;
  /** Saving a file redeploys. */
  readonly watch?: WatchSetting;
}

export interface AliasSetting {
  readonly name: string;
  readonly shift: AliasShift;
}

export type AliasShift =
  | 'all'
  | {
      /** Share of the traffic that tries the new version, above 0 and below 100. */
      readonly percent: number;
      /** How long it does; fractions are allowed. */
      readonly minutes: number;
      /** Failed invocations of the new version that are put up with. 0 where nothing is said. */
      readonly toleratedErrors?: number;
    };

export type WatchSetting = boolean | { readonly runsLastEvent: boolean };

/** Relative to the workspace folder. */
export const linkFilePath = '.vscode/lambda-workbench.json';

/** Id of the target that a link means (`Target.id`). */
export function linkTargetId(target: LinkTarget): string {
  return target.kind === 'local' ? 'local' : `${target.profile}/${target.region}`;
}

/** A version is what an alias can lead to. */
export function publishes(link: RedeploySettings): boolean {
  return link.publish === true || link.alias !== undefined;
}
