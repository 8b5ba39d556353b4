/** Measures the stages of one redeploy and announces each when it begins. */

import type { RedeployRun } from './redeployRun.ts';
import type { RedeployStage, StageTiming } from './redeployStage.ts';

export class StageTimes {
  readonly #run: RedeployRun;
  readonly #onStage: ((stage: RedeployStage) => void) | undefined;
  readonly #steps: StageTiming[] = [];

  constructor(run: RedeployRun, onStage: ((stage: RedeployStage) => void) | undefined) {
    this.#run = run;
    this.#onStage = onStage;
  }

  /** Of the stages that are done, in their order. */
  get steps(): readonly StageTiming[] {
    return this.#steps;
  }

  /** Rejects with the signal's reason where a stage would begin or has ended after the cancellation. */
  async of<Result>(stage: RedeployStage, work: () => Promise<Result>): Promise<Result> {
    const { clock, signal, log, link } = this.#run;
    signal.throwIfAborted();
    this.#onStage?.(stage);
    const startedAt = clock.monotonic();
    const result = await work();
    signal.throwIfAborted();
    const durationMs = clock.monotonic() - startedAt;
    this.#steps.push({ stage, durationMs });
    log.info(`Redeploy ${link.functionName}: ${stage} ${Math.round(durationMs)} ms`);
    return result;
  }
}
