/** The part of a redeploy that changes the target: what is sent, what follows, and what is known when it fails. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { HumanError } from '../../base/humanError.ts';
import { toHumanError } from '../awsErrors.ts';
import type { DeploymentPackage } from '../build/deploymentPackage.ts';
import { deployedText } from './deployedText.ts';
import type { SmokeResult } from './deployment.ts';
import type { DeploymentProgress } from './deploymentProgress.ts';
import { publishes } from './redeployLink.ts';
import type { RedeployRun } from './redeployRun.ts';
import { type CodeSource, needsBucket, putIntoBucket } from './stages/bucket.ts';
import { publishStage } from './stages/publish.ts';
import { type ShiftResult, shiftStage } from './stages/shift.ts';
import { smokeStage } from './stages/smoke.ts';
import { sendCode } from './stages/upload.ts';
import type { StageTimes } from './stageTimes.ts';
import { untilAtWork } from './updateWait.ts';

export interface AfterUpdate {
  readonly version?: string;
  readonly smoke?: SmokeResult;
  /** Of the last deployment that was tried, to compare with. */
  readonly smokeBefore?: SmokeResult;
  /** Missing where the smoke event failed: then the alias stays where it is. */
  readonly shift?: ShiftResult;
}

/** Everything that changes the target, each step between two lines of the journal; what a former run finished is passed over. */
export async function carryOut(
  run: RedeployRun,
  times: StageTimes,
  progress: DeploymentProgress,
  built: DeploymentPackage,
  deployed: FunctionConfiguration | undefined,
): Promise<AfterUpdate & { readonly configuration: FunctionConfiguration }> {
  const { link, signal } = run;
  const keptPackage = keepPackage(run, built);
  try {
    const configuration = await update(run, times, progress, built, deployed);
    const after = await followUp(run, times, progress, configuration);
    await progress.end('done');
    return { configuration, ...after };
  } catch (error) {
    await progress.end(signal.aborted ? 'cancelled' : 'failed');
    signal.throwIfAborted();
    throw withState(error, run, deployedText(link.functionName, run.target.label, progress.deployment));
  } finally {
    await keptPackage;
  }
}

async function update(
  run: RedeployRun,
  times: StageTimes,
  progress: DeploymentProgress,
  built: DeploymentPackage,
  deployed: FunctionConfiguration | undefined,
): Promise<FunctionConfiguration> {
  let sent = deployed;
  if (deployed?.CodeSha256 === built.codeSha256) await progress.found('upload');
  else {
    const source: CodeSource = needsBucket(run, built)
      ? await times.of('bucket', () => progress.stage('bucket', () => putIntoBucket(run, built)))
      : { ZipFile: built.zip };
    const code = { source, codeSha256: built.codeSha256 };
    sent = await times.of('upload', () => progress.stage('upload', () => sendCode(run, deployed, code)));
  }
  const { lambda } = run.connection;
  return await times.of('wait', () =>
    progress.stage('wait', () => untilAtWork(lambda, sent ?? {}, run.clock, run.signal)),
  );
}

/** A smoke event that fails leaves the alias where it is. */
async function followUp(
  run: RedeployRun,
  times: StageTimes,
  progress: DeploymentProgress,
  configuration: FunctionConfiguration,
): Promise<AfterUpdate> {
  const { link } = run;
  let { version, smoke } = progress.deployment;
  if (publishes(link) && version === undefined) {
    version = await times.of('publish', () =>
      progress.stage(
        'publish',
        () => publishStage(run, configuration),
        (made) => ({ version: made }),
      ),
    );
  }
  if (link.smokeEvent !== undefined && smoke === undefined) {
    smoke = await times.of('smoke', () =>
      progress.stage(
        'smoke',
        () => smokeStage(run, configuration, version),
        (result) => ({ smoke: result }),
      ),
    );
  }
  const facts = { ...(version === undefined ? {} : { version }), ...(smoke === undefined ? {} : { smoke }) };
  const { alias } = link;
  if (alias === undefined || version === undefined || smoke?.isOk === false) return facts;
  const to = version;
  const shift = await times.of('shift', () =>
    progress.stage(
      'shift',
      () => shiftStage(run, alias, to, configuration),
      (result) => (result.kind === 'shifted' ? { alias: result.alias } : {}),
    ),
  );
  return { ...facts, shift };
}

/** What is deployed now is what the next redeploy replaces: kept from here, it need not be downloaded then. */
async function keepPackage({ packages, log }: RedeployRun, { codeSha256, zip }: DeploymentPackage): Promise<void> {
  await packages?.keep(codeSha256, zip).catch((error: unknown) => log.warn('The package was not kept:', error));
}

/** The explanation of the failure, and then what it left. */
function withState(error: unknown, { link, target }: RedeployRun, state: string | undefined): HumanError {
  const human = toHumanError(error, { action: `Redeploy ${link.functionName}`, targetLabel: target.label });
  if (state === undefined) return human;
  return new HumanError(`${human.message} ${state}`, {
    cause: human.cause ?? error,
    action: human.action ?? {
      label: 'Redeploy Again',
      command: 'lambdaWorkbench.redeploy',
      arguments: [{ targetId: target.id, functionName: link.functionName }],
    },
  });
}
