/** What a redeploy tells in its notification. Pure. */

import type { AfterUpdate } from '../app/deploy/carryOut.ts';
import type { SmokeResult } from '../app/deploy/deployment.ts';
import type { RedeployOutcome } from '../app/deploy/redeploy.ts';
import type { RedeployStage, StageTiming } from '../app/deploy/redeployStage.ts';
import type { ShiftResult } from '../app/deploy/stages/shift.ts';
import { routeText } from '../app/versions.ts';
import { formatBytes, formatDuration } from '../base/text.ts';

/** In the notification while it lasts. */
export const stageTexts: Readonly<Record<RedeployStage, string>> = {
  build: 'Building…',
  package: 'Packaging…',
  compare: 'Comparing…',
  bucket: 'Uploading to S3…',
  upload: 'Uploading…',
  wait: 'Waiting for the update…',
  publish: 'Publishing a version…',
  smoke: 'Trying the new code…',
  shift: 'Shifting the alias…',
};

const verbs = { updated: 'Redeployed', created: 'Created', finished: 'Finished the redeploy of' } as const;

/** `Redeployed hello-ts on Local in 96 ms (4.1 KB): build 40 ms · package 3 ms · upload 21 ms · wait 12 ms` */
export function resultText(outcome: RedeployOutcome, functionName: string, targetLabel: string): string {
  const total = formatDuration(outcome.steps.reduce((sum, { durationMs }) => sum + durationMs, 0));
  if (outcome.kind === 'unchanged') {
    return `${functionName} on ${targetLabel} already runs this code: nothing was uploaded (checked in ${total}).`;
  }
  const head = `${verbs[outcome.kind]} ${functionName} on ${targetLabel} in ${total} (${formatBytes(outcome.packageBytes)})`;
  const arrived = outcome.kind === 'finished' ? ' The upload of the run before had arrived.' : '';
  return [`${head}: ${stepsText(outcome.steps)}${arrived === '' ? '' : '.'}${arrived}`, ...afterTexts(outcome)].join(
    '. ',
  );
}

/** True where something did not go as the developer wanted, though the code is deployed. */
export function isTroubled(outcome: RedeployOutcome): boolean {
  return outcome.kind !== 'unchanged' && (outcome.smoke?.isOk === false || outcome.shift?.kind === 'returned');
}

function stepsText(steps: readonly StageTiming[]): string {
  return steps.map(({ stage, durationMs }) => `${stage} ${formatDuration(durationMs)}`).join(' · ');
}

function afterTexts({ version, smoke, smokeBefore, shift }: AfterUpdate): readonly string[] {
  return [
    ...(version === undefined ? [] : [`Version ${version}`]),
    ...(smoke === undefined ? [] : [smokeText(smoke, smokeBefore)]),
    ...(shift === undefined ? [] : [shiftText(shift)]),
  ];
}

/** `Smoke event: ok, 12 ms (before: 15 ms), init 140 ms (before: 150 ms)` */
function smokeText(smoke: SmokeResult, before: SmokeResult | undefined): string {
  const compared = (what: string, now: number | undefined, then: number | undefined) =>
    now === undefined
      ? []
      : [`${what}${formatDuration(now)}${then === undefined ? '' : ` (before: ${formatDuration(then)})`}`];
  const result = smoke.isOk ? 'ok' : `failed: ${smoke.error ?? 'no reason given'}`;
  const parts = [
    result,
    ...compared('', smoke.durationMs, before?.durationMs),
    ...compared('init ', smoke.initDurationMs, before?.initDurationMs),
  ];
  return `Smoke event: ${parts.join(', ')}`;
}

function shiftText({ kind, alias, watched }: ShiftResult): string {
  const { name, from, to } = alias;
  const seen = watched === undefined ? '' : ` after ${watched.invocations} invocations of version ${to}`;
  if (kind === 'shifted') return `${name} → ${to}${seen}`;
  const why = watched?.firstError === undefined ? '' : `: ${watched.firstError}`;
  const back = from === undefined ? '' : ` to ${routeText(from)}`;
  return `${name} went back${back}: ${watched?.failed ?? 0} of ${watched?.invocations ?? 0} invocations of version ${to} failed${why}`;
}
