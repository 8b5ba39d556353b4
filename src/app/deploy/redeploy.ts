/**
 * From a folder to running code: build, package, compare, send, wait; then, where the link says so, publish, try, and lead
 * the alias there. Each stage has a file of its own; this one is their order.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { toHumanError } from '../awsErrors.ts';
import { type DeploymentPackage, deploymentPackage } from '../build/deploymentPackage.ts';
import type { FunctionFile } from '../build/functionFiles.ts';
import type { Target } from '../target.ts';
import { type AfterUpdate, carryOut } from './carryOut.ts';
import { deployedText } from './deployedText.ts';
import { type Deployment, isOurs, unfinishedOf } from './deployment.ts';
import { DeploymentProgress } from './deploymentProgress.ts';
import { type AskAboutForeignCode, ForeignCodeKept } from './foreignCode.ts';
import { linkTargetId, publishes, type RedeployLink } from './redeployLink.ts';
import type { NewFunction, RedeployOptions, RedeployRun } from './redeployRun.ts';
import type { RedeployStage, StageTiming } from './redeployStage.ts';
import { buildStage } from './stages/build.ts';
import { keepPrevious } from './stages/previousPackage.ts';
import { checkAccount, readFunction, settledFunction } from './stages/readFunction.ts';
import { StageTimes } from './stageTimes.ts';
import { undoDeployment } from './undoDeployment.ts';

export interface RedeployRequest {
  readonly target: Target;
  /** Absolute path of the folder whose `.vscode` holds the link. */
  readonly workspaceFolder: string;
  readonly link: RedeployLink;
  /** Allows a function that is not there to be created. */
  readonly create?: NewFunction | undefined;
  readonly onStage?: ((stage: RedeployStage) => void) | undefined;
  /** Without it, code that someone else deployed is never overwritten. */
  readonly onForeignCode?: AskAboutForeignCode | undefined;
}

export type RedeployOutcome =
  | { readonly kind: 'unchanged'; readonly codeSha256: string; readonly steps: readonly StageTiming[] }
  | ({
      /** `finished`: the code had arrived with an earlier run, and this one did what that one had left. */
      readonly kind: 'updated' | 'created' | 'finished';
      readonly configuration: FunctionConfiguration;
      readonly steps: readonly StageTiming[];
      readonly packageBytes: number;
      /** What was replaced is kept here. */
      readonly canUndo: boolean;
    } & AfterUpdate);

export class Redeploy {
  readonly #options: RedeployOptions;

  constructor(options: RedeployOptions) {
    this.#options = options;
  }

  /**
   * Rejects with `HumanError`, which says what is deployed now, or with the signal's reason when cancelled. Once the upload was
   * sent, cancelling only ends the wait: Lambda finishes what it accepted. Running again finishes what a run left.
   */
  async run(request: RedeployRequest, signal: AbortSignal): Promise<RedeployOutcome> {
    const { link, target } = request;
    const outputFolder = await mkdtemp(join(tmpdir(), 'lambda-workbench-'));
    try {
      const run = await this.#begin(request, signal);
      const times = new StageTimes(run, request.onStage);
      return await redeploy(run, times, outputFolder, request.onForeignCode);
    } catch (error) {
      signal.throwIfAborted();
      throw toHumanError(error, { action: `Redeploy ${link.functionName}`, targetLabel: target.label });
    } finally {
      await rm(outputFolder, { recursive: true, force: true });
    }
  }

  /** The files that a redeploy of the link would package now; what has to be built is built into `outputFolder`. Rejects as `run` does. */
  async files(request: RedeployRequest, outputFolder: string, signal: AbortSignal): Promise<readonly FunctionFile[]> {
    const { link, target } = request;
    try {
      const run = await this.#begin(request, signal);
      return await buildStage(run, await readFunction(run), outputFolder);
    } catch (error) {
      signal.throwIfAborted();
      throw toHumanError(error, { action: `Build ${link.functionName}`, targetLabel: target.label });
    }
  }

  /** Sends back what the last redeploy replaced, and leads its alias back. Resolves to what was undone. Rejects as `run` does. */
  async undo(request: RedeployRequest, signal: AbortSignal): Promise<Deployment> {
    const { link, target } = request;
    try {
      const run = await this.#begin(request, signal);
      return await undoDeployment(run, new StageTimes(run, request.onStage), request.onForeignCode);
    } catch (error) {
      signal.throwIfAborted();
      throw toHumanError(error, { action: `Undo the redeploy of ${link.functionName}`, targetLabel: target.label });
    }
  }

  /** What the last deployment from here left, when it did not get to its end. */
  async leftBehind({ target, link }: RedeployRequest): Promise<string | undefined> {
    const { functionName } = link;
    const deployments = await this.#options.journal?.deployments({ targetId: target.id, functionName });
    const last = unfinishedOf(deployments ?? []);
    return last && deployedText(functionName, target.label, last);
  }

  async #begin({ target, workspaceFolder, link, create }: RedeployRequest, signal: AbortSignal): Promise<RedeployRun> {
    if (linkTargetId(link.target) !== target.id) throw new Error(`The link is not of target ${target.id}`);
    const connection = await target.connect(signal);
    return { ...this.#options, target, connection, link, root: workspaceFolder, create, signal };
  }
}

async function redeploy(
  run: RedeployRun,
  times: StageTimes,
  outputFolder: string,
  onForeignCode: AskAboutForeignCode | undefined,
): Promise<RedeployOutcome> {
  const { link, target, signal, journal } = run;
  const readAt = run.clock.monotonic();
  const known = await readFunction(run);
  await checkAccount(run, known);
  const keptPrevious = keepPrevious(run, known);
  const files = await times.of('build', () => buildStage(run, known, outputFolder));
  const built = await times.of('package', () => deploymentPackage(files, signal, run.buildCache));
  const keptMaps = keepMaps(run, built.codeSha256, files);
  try {
    const deployed = await times.of('compare', () => settledFunction(run, { deployed: known, readAt }));
    const past = (await journal?.deployments({ targetId: target.id, functionName: link.functionName })) ?? [];
    const isThere = deployed?.CodeSha256 === built.codeSha256;
    const last = past.at(-1);
    const unfinished = isThere && last && isLeftOpen(last, link, built.codeSha256) ? last : undefined;
    if (isThere && unfinished === undefined) {
      return { kind: 'unchanged', codeSha256: built.codeSha256, steps: times.steps };
    }
    if (deployed !== undefined && !isThere && !isOurs(past, deployed.CodeSha256)) {
      const question = { deployed, ownDeploymentAt: past.at(-1)?.beganAt ?? 0, files };
      if (!(await onForeignCode?.(question))) throw new ForeignCodeKept(link.functionName, target.label);
      signal.throwIfAborted();
    }
    const progress =
      unfinished !== undefined
        ? DeploymentProgress.resume(run, unfinished)
        : await DeploymentProgress.begin(run, planOf(built, deployed));
    const canUndo = (await keptPrevious) && !isThere;
    const { configuration, ...after } = await carryOut(run, times, progress, built, deployed);
    return {
      kind: isThere ? 'finished' : deployed ? 'updated' : 'created',
      configuration,
      steps: times.steps,
      packageBytes: built.zip.byteLength,
      canUndo,
      ...after,
      ...smokeBefore(past),
    };
  } finally {
    await keptMaps;
  }
}

/** The last deployment of this code left something to do, or the link has come to ask for more since. */
function isLeftOpen(deployment: Deployment, link: RedeployLink, codeSha256: string): boolean {
  const { finished, outcome, smoke, undoes } = deployment;
  if (deployment.codeSha256 !== codeSha256 || undoes !== undefined) return false;
  if (outcome !== 'done') return true;
  if (publishes(link) && !finished.includes('publish')) return true;
  return link.alias !== undefined && smoke?.isOk !== false && !finished.includes('shift');
}

function planOf({ codeSha256 }: DeploymentPackage, deployed: FunctionConfiguration | undefined) {
  const before = deployed?.CodeSha256;
  const functionArn = deployed?.FunctionArn;
  return {
    codeSha256,
    ...(before === undefined ? {} : { before }),
    ...(functionArn === undefined ? {} : { functionArn }),
  };
}

function smokeBefore(past: readonly Deployment[]): Pick<AfterUpdate, 'smokeBefore'> {
  const before = past.findLast(({ smoke }) => smoke !== undefined)?.smoke;
  return before === undefined ? {} : { smokeBefore: before };
}

/** Frames that lead to a bundle's lines are a pity, and no reason to stop. */
async function keepMaps(
  { sourceMaps, log }: RedeployRun,
  codeSha256: string,
  files: readonly FunctionFile[],
): Promise<void> {
  await sourceMaps?.keep(codeSha256, files).catch((error: unknown) => log.warn('Source maps were not kept:', error));
}
