/** The stages of a redeploy, in their order, and the time that each took. */

export type RedeployStage = PreparingStage | ChangingStage;

/** These change nothing on the target. */
type PreparingStage = 'build' | 'package' | 'compare';

/** These do: the journal says of each when it began and that it ended. */
export type ChangingStage = 'bucket' | 'upload' | 'wait' | 'publish' | 'smoke' | 'shift';

export interface StageTiming {
  readonly stage: RedeployStage;
  readonly durationMs: number;
}
