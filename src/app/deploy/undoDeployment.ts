/** Takes the last redeploy back: its alias first, then the code, from the package that was kept. */

import { deployedText } from './deployedText.ts';
import { type Deployment, undoableOf } from './deployment.ts';
import { DeploymentProgress } from './deploymentProgress.ts';
import { type AskAboutForeignCode, ForeignCodeKept } from './foreignCode.ts';
import { nothingToUndo, packageGone } from './redeployErrors.ts';
import type { RedeployRun } from './redeployRun.ts';
import { type CodeSource, needsBucket, putIntoBucket } from './stages/bucket.ts';
import { checkAccount, settledFunction } from './stages/readFunction.ts';
import { returnAlias } from './stages/shift.ts';
import { sendCode } from './stages/upload.ts';
import type { StageTimes } from './stageTimes.ts';
import { untilAtWork } from './updateWait.ts';

/** Resolves to what was undone. Rejects with `HumanError`, `ForeignCodeKept`, or as the calls do. */
export async function undoDeployment(
  run: RedeployRun,
  times: StageTimes,
  onForeignCode: AskAboutForeignCode | undefined,
): Promise<Deployment> {
  const { link, target, journal, packages, signal } = run;
  const past = (await journal?.deployments({ targetId: target.id, functionName: link.functionName })) ?? [];
  const undone = undoableOf(past);
  if (undone?.before === undefined) throw nothingToUndo(link.functionName, target.label);
  const { before } = undone;
  const zip = await packages?.read(before);
  const deployed = await times.of('compare', () => settledFunction(run));
  await checkAccount(run, deployed);
  const isBack = deployed?.CodeSha256 === before;
  if (deployed !== undefined && !isBack && deployed.CodeSha256 !== undone.codeSha256) {
    const question = { deployed, ownDeploymentAt: undone.beganAt, files: undefined };
    if (!(await onForeignCode?.(question))) throw new ForeignCodeKept(link.functionName, target.label);
    signal.throwIfAborted();
  }
  if (zip === undefined && !isBack) throw packageGone(link.functionName, target.label);
  const current = deployed?.CodeSha256;
  const plan = { undoes: undone.id, codeSha256: before, ...(current === undefined ? {} : { before: current }) };
  const progress = await DeploymentProgress.begin(run, plan);
  try {
    const { alias } = undone;
    if (alias !== undefined) await times.of('shift', () => progress.stage('shift', () => returnAlias(run, alias)));
    if (isBack || zip === undefined) await progress.found('upload');
    else {
      const built = { zip, codeSha256: before };
      const source: CodeSource = needsBucket(run, built)
        ? await times.of('bucket', () => progress.stage('bucket', () => putIntoBucket(run, built)))
        : { ZipFile: zip };
      const sent = await times.of('upload', () =>
        progress.stage('upload', () => sendCode(run, deployed, { source, codeSha256: before })),
      );
      const { lambda } = run.connection;
      await times.of('wait', () => progress.stage('wait', () => untilAtWork(lambda, sent, run.clock, signal)));
    }
    await progress.end('done');
    return undone;
  } catch (error) {
    await progress.end(signal.aborted ? 'cancelled' : 'failed');
    const state = deployedText(link.functionName, target.label, progress.deployment);
    if (state !== undefined) run.log.warn(`Undo: ${state}`);
    throw error;
  }
}
