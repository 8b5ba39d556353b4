/** Versions and aliases of a function on a target: publish, point, delete. */

import type { AliasConfiguration, ListVersionsByFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { Clock } from '../base/clock.ts';
import { HumanError } from '../base/humanError.ts';
import type { LambdaApi } from '../lambda/api.ts';
import { latestQualifier } from '../lambda/names.ts';
import { toHumanError } from './awsErrors.ts';
import { untilSettled } from './deploy/updateWait.ts';
import type { Target } from './target.ts';

export interface Publication {
  readonly version: string;
  /** False where neither code nor settings differ from that version: AWS answers with the one that is there. */
  readonly isNew: boolean;
}

/** Where an alias leads: one version, or two that share the traffic. */
export interface AliasRoute {
  readonly version: string;
  /** `share` is above 0 and below 1: the part of the traffic that the second version gets. */
  readonly second?: { readonly version: string; readonly share: number };
}

/** Publishes `$LATEST`, and only if nobody changes it meanwhile. Rejects with `HumanError`. */
export async function publishVersion(
  target: Target,
  functionName: string,
  description: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Publication> {
  return await explained(target, `Publish a version of ${functionName}`, signal, async (lambda) => {
    const read = await lambda.getFunctionConfiguration({ FunctionName: functionName }, { signal });
    const { RevisionId } = await untilSettled(lambda, read, clock, signal);
    const before = await versionNumbers(lambda, functionName, signal);
    const published = await lambda.publishVersion(
      {
        FunctionName: functionName,
        ...(description === '' ? {} : { Description: description }),
        ...(RevisionId === undefined ? {} : { RevisionId }),
      },
      { signal },
    );
    const version = published.Version ?? latestQualifier;
    return { version, isNew: !before.has(version) };
  });
}

/** Creates the alias, or moves it if it still is the one that was looked at. Rejects with `HumanError`. */
export async function pointAlias(
  target: Target,
  functionName: string,
  name: string,
  present: AliasConfiguration | undefined,
  { version, second }: AliasRoute,
  signal: AbortSignal,
): Promise<void> {
  const request = {
    FunctionName: functionName,
    Name: name,
    FunctionVersion: version,
    // An empty map takes the weights of before away.
    RoutingConfig: { AdditionalVersionWeights: second ? { [second.version]: second.share } : {} },
  };
  await explained(target, `Point ${functionName}:${name}`, signal, async (lambda) => {
    const revision = present?.RevisionId === undefined ? {} : { RevisionId: present.RevisionId };
    if (present === undefined) await lambda.createAlias(request, { signal });
    else await lambda.updateAlias({ ...request, ...revision }, { signal });
  });
}

/** An alias, or a version by its number. Rejects with `HumanError`. */
export async function deleteQualifier(
  target: Target,
  functionName: string,
  kind: 'alias' | 'version',
  qualifier: string,
  signal: AbortSignal,
): Promise<void> {
  await explained(target, `Delete ${functionName}:${qualifier}`, signal, async (lambda) => {
    if (kind === 'alias') await lambda.deleteAlias({ FunctionName: functionName, Name: qualifier }, { signal });
    else await lambda.deleteFunction({ FunctionName: functionName, Qualifier: qualifier }, { signal });
  });
}

/** What an alias row and every question about it say: `12`, `12 (90 %) · 13 (10 %)`. */
export function routeText({ version, second }: AliasRoute): string {
  if (second === undefined) return version;
  return `${version} (${percentText(1 - second.share)}) · ${second.version} (${percentText(second.share)})`;
}

export function routeOf(alias: AliasConfiguration): AliasRoute {
  const version = alias.FunctionVersion ?? latestQualifier;
  const [weight] = Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  return weight === undefined ? { version } : { version, second: { version: weight[0], share: weight[1] } };
}

/** The route for a share as it is typed in per cent. 0 and 100 are one version only. Throws `HumanError` outside of that. */
export function sharedRoute(version: string, secondVersion: string, percent: string): AliasRoute {
  const problem = shareProblem(percent);
  if (problem !== undefined) throw new HumanError(problem);
  // AWS keeps weights with two decimals of a per cent.
  const share = Math.round(Number(percent.replace('%', '').trim()) * 100) / 10_000;
  if (share === 0) return { version };
  return share === 1 ? { version: secondVersion } : { version, second: { version: secondVersion, share } };
}

/** What is wrong with a share as it is typed: `10`, `0.5`, `25 %`. */
export function shareProblem(percent: string): string | undefined {
  const number = percent.replace('%', '').trim();
  const isShare = /^\d+(\.\d+)?$/.test(number) && Number(number) <= 100;
  return isShare ? undefined : 'The share is a number from 0 to 100 (per cent).';
}

/** AWS's rule: letters, digits, - and _; not a number alone, which would be a version. */
export function aliasNameProblem(name: string): string | undefined {
  if (/^\d+$/.test(name)) return 'A name of digits only would be a version.';
  return /^[a-zA-Z0-9-_]{1,128}$/.test(name) ? undefined : 'Letters, digits, - and _, up to 128.';
}

async function versionNumbers(lambda: LambdaApi, functionName: string, signal: AbortSignal): Promise<Set<string>> {
  const numbers = new Set<string>();
  let marker: string | undefined;
  do {
    const page: ListVersionsByFunctionCommandOutput = await lambda.listVersionsByFunction(
      { FunctionName: functionName, ...(marker === undefined ? {} : { Marker: marker }) },
      { signal },
    );
    for (const { Version } of page.Versions ?? []) if (Version !== undefined) numbers.add(Version);
    marker = page.NextMarker;
  } while (marker !== undefined);
  return numbers;
}

async function explained<Result>(
  target: Target,
  action: string,
  signal: AbortSignal,
  work: (lambda: LambdaApi) => Promise<Result>,
): Promise<Result> {
  try {
    const { lambda } = await target.connect(signal);
    return await work(lambda);
  } catch (error) {
    signal.throwIfAborted();
    throw toHumanError(error, { action, targetLabel: target.label });
  }
}

function percentText(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
