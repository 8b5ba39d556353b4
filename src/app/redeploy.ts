/** From a folder to running code: build, package, compare, upload, wait. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { RedeployLink } from './redeployLink.ts';
import type { Target } from './target.ts';
import type { ToolRunner } from './toolRunner.ts';

export type RedeployStage = 'build' | 'package' | 'compare' | 'upload' | 'wait';

export interface StageTiming {
  readonly stage: RedeployStage;
  readonly durationMs: number;
}

export type RedeployOutcome =
  | {
      readonly kind: 'updated' | 'created';
      readonly configuration: FunctionConfiguration;
      readonly steps: readonly StageTiming[];
      readonly packageBytes: number;
    }
  | { readonly kind: 'unchanged'; readonly codeSha256: string; readonly steps: readonly StageTiming[] };

/** What a function needs to be created; an existing function keeps its own configuration. */
export interface NewFunction {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly timeoutS?: number;
  readonly memorySizeMB?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RedeployOptions {
  readonly toolRunner: ToolRunner;
  /** Path of the esbuild binary inside the extension, where one was shipped. */
  readonly shippedEsbuild: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export class Redeploy {
  constructor(_options: RedeployOptions) {}

  async run(
    _target: Target,
    _workspaceFolder: string,
    _link: RedeployLink,
    _create: NewFunction | undefined,
    _onStage: (stage: RedeployStage) => void,
    _signal: AbortSignal,
  ): Promise<RedeployOutcome> {
    throw new Error('being written');
  }
}
