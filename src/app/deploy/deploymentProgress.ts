/** One deployment while it happens: what is known of it, in memory and, line by line, in the journal. */

import { advanced, type Deployment, type DeploymentPlan, type JournalFact, type StageFacts } from './deployment.ts';
import type { JournalWriter } from './deploymentJournal.ts';
import type { RedeployRun } from './redeployRun.ts';
import type { ChangingStage } from './redeployStage.ts';
import { UploadFailure } from './stages/upload.ts';

export class DeploymentProgress {
  readonly #run: RedeployRun;
  readonly #writer: JournalWriter | undefined;
  #deployment: Deployment;

  private constructor(run: RedeployRun, writer: JournalWriter | undefined, deployment: Deployment) {
    this.#run = run;
    this.#writer = writer;
    this.#deployment = deployment;
  }

  /** Resolves when the plan is on disk. A disk that takes nothing is no reason not to deploy, only not to know of it later. */
  static async begin(run: RedeployRun, plan: DeploymentPlan): Promise<DeploymentProgress> {
    const key = { targetId: run.target.id, functionName: run.link.functionName };
    const writer = await run.journal?.begin(key, plan).catch((error: unknown) => {
      run.log.warn('The journal of deployments cannot be written:', error);
      return undefined;
    });
    const deployment = { ...plan, id: '', beganAt: run.clock.now(), started: [], finished: [] };
    return new DeploymentProgress(run, writer, deployment);
  }

  static resume(run: RedeployRun, deployment: Deployment): DeploymentProgress {
    const key = { targetId: run.target.id, functionName: run.link.functionName };
    const { outcome: _, ...open } = deployment;
    return new DeploymentProgress(run, run.journal?.resume(key, deployment), open);
  }

  get deployment(): Deployment {
    return this.#deployment;
  }

  has(stage: ChangingStage): boolean {
    return this.#deployment.finished.includes(stage);
  }

  /** Does the work between two lines. An upload that certainly did not arrive is written down as one. */
  async stage<Result>(
    stage: ChangingStage,
    work: () => Promise<Result>,
    factsOf: (result: Result) => StageFacts = () => ({}),
  ): Promise<Result> {
    await this.#note({ kind: 'started', stage });
    try {
      const result = await work();
      await this.#note({ kind: 'finished', stage, ...factsOf(result) });
      return result;
    } catch (error) {
      const arrived = error instanceof UploadFailure ? error.arrived : undefined;
      if (arrived === false) await this.#note({ kind: 'refused', stage });
      throw error instanceof UploadFailure ? error.cause : error;
    }
  }

  /** It is at work without a stage of this run having done it. */
  async found(stage: ChangingStage): Promise<void> {
    if (!this.has(stage)) await this.#note({ kind: 'finished', stage });
  }

  async end(outcome: 'done' | 'failed' | 'cancelled'): Promise<void> {
    await this.#note({ kind: 'ended', outcome });
  }

  async #note(fact: Exclude<JournalFact, { kind: 'began' }>): Promise<void> {
    this.#deployment = advanced(this.#deployment, fact);
    await this.#writer?.write(fact).catch((error: unknown) => {
      this.#run.log.warn('The journal of deployments cannot be written:', error);
    });
  }
}
