/** Leads the link's alias to the new version: at once, or by a canary that goes back by itself when it fails. */

import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { withDeadline } from '../../../base/clock.ts';
import { HumanError, messageOf } from '../../../base/humanError.ts';
import { latestQualifier } from '../../../lambda/names.ts';
import { LambdaServiceError } from '../../../lambda/serviceError.ts';
import { type AliasRoute, routeOf, routeText } from '../../versions.ts';
import type { AliasMove } from '../deployment.ts';
import type { AliasSetting, AliasShift } from '../redeployLink.ts';
import type { RedeployRun } from '../redeployRun.ts';
import { type WatchedTraffic, watchVersion } from './canaryWatch.ts';

export type ShiftResult = { readonly alias: AliasMove; readonly watched?: WatchedTraffic } & (
  | { readonly kind: 'shifted' }
  /** More invocations of the new version failed than are tolerated: the alias leads where it led. */
  | { readonly kind: 'returned' }
);

/** The way back is gone even when the developer cancelled, but not for ever. */
const returnDeadlineMs = 30_000;

/**
 * Cancelling a canary returns it. Rejects with `HumanError` when somebody else moves the alias meanwhile, and leaves it to them.
 */
export async function shiftStage(
  run: RedeployRun,
  setting: AliasSetting,
  version: string,
  configuration: FunctionConfiguration,
): Promise<ShiftResult> {
  const present = await readAlias(run, setting.name);
  const from = present && settledRoute(routeOf(present), version);
  const alias: AliasMove = { name: setting.name, from, to: version };
  if (present !== undefined && routeText(routeOf(present)) === version) return { kind: 'shifted', alias };
  const canary = canaryOf(setting.shift, from, version);
  if (canary === undefined || from === undefined) {
    await pointTo(run, setting.name, present, { version });
    return { kind: 'shifted', alias };
  }
  const shared = { version: from.version, second: { version, share: canary.percent / 100 } };
  let current = await pointTo(run, setting.name, present, shared);
  try {
    const { minutes, toleratedErrors = 0 } = canary;
    const logGroup = configuration.LoggingConfig?.LogGroup;
    const watched = await watchVersion(run, { version, logGroup, minutes, toleratedErrors });
    if (watched.failed > toleratedErrors) {
      await goBack(run, setting.name, current, from);
      return { kind: 'returned', alias, watched };
    }
    current = await pointTo(run, setting.name, current, { version });
    return { kind: 'shifted', alias, watched };
  } catch (error) {
    if (error instanceof AliasMoved) throw error;
    await goBack(run, setting.name, current, from);
    throw error;
  }
}

/** Takes an alias back to where it led before a deployment. */
export async function returnAlias(run: RedeployRun, { name, from, to }: AliasMove): Promise<void> {
  if (from === undefined) return;
  const present = await readAlias(run, name);
  const route = present && routeOf(present);
  if (route === undefined || (route.version !== to && route.second?.version !== to)) return;
  await pointTo(run, name, present, from);
}

/** A canary of this very version that was cut off began from its first version. */
function settledRoute(route: AliasRoute, version: string): AliasRoute {
  return route.second?.version === version ? { version: route.version } : route;
}

/** Weights need two published versions. */
function canaryOf(shift: AliasShift, from: AliasRoute | undefined, version: string) {
  const isPossible = from !== undefined && from.version !== latestQualifier && from.version !== version;
  return shift === 'all' || !isPossible ? undefined : shift;
}

class AliasMoved extends HumanError {
  override readonly name = 'AliasMoved';
}

async function readAlias(run: RedeployRun, name: string): Promise<AliasConfiguration | undefined> {
  let marker: string | undefined;
  do {
    const page: { Aliases?: AliasConfiguration[] | undefined; NextMarker?: string | undefined } =
      await run.connection.lambda.listAliases(
        { FunctionName: run.link.functionName, ...(marker === undefined ? {} : { Marker: marker }) },
        { signal: run.signal },
      );
    const found = page.Aliases?.find((alias) => alias.Name === name);
    if (found !== undefined) return found;
    marker = page.NextMarker;
  } while (marker !== undefined);
  return undefined;
}

/** Guarded by the revision that was seen last. */
async function pointTo(
  run: RedeployRun,
  name: string,
  present: AliasConfiguration | undefined,
  { version, second }: AliasRoute,
  signal = run.signal,
): Promise<AliasConfiguration> {
  const { lambda } = run.connection;
  const request = {
    FunctionName: run.link.functionName,
    Name: name,
    FunctionVersion: version,
    // An empty map takes the weights of before away.
    RoutingConfig: { AdditionalVersionWeights: second ? { [second.version]: second.share } : {} },
  };
  if (present === undefined) return await lambda.createAlias(request, { signal });
  const revision = present.RevisionId === undefined ? {} : { RevisionId: present.RevisionId };
  try {
    return await lambda.updateAlias({ ...request, ...revision }, { signal });
  } catch (error) {
    if (!(error instanceof LambdaServiceError) || error.code !== 'PreconditionFailedException') throw error;
    const text = `The alias ${name} of ${run.link.functionName} was moved by someone else meanwhile. It stays where they led it.`;
    throw new AliasMoved(text, { cause: error });
  }
}

async function goBack(run: RedeployRun, name: string, current: AliasConfiguration, from: AliasRoute): Promise<void> {
  try {
    await withDeadline(run.clock, returnDeadlineMs, `return the alias ${name}`, (signal) =>
      pointTo(run, name, current, from, signal),
    );
  } catch (error) {
    if (error instanceof AliasMoved) throw error;
    throw new HumanError(
      `The alias ${name} of ${run.link.functionName} could not be led back to ${routeText(from)} (${messageOf(error)}): it still shares its traffic. Point it by hand.`,
      {
        cause: error,
        action: {
          label: 'Point Alias…',
          command: 'lambdaWorkbench.pointAlias',
          arguments: [{ targetId: run.target.id, functionName: run.link.functionName, qualifier: name }],
        },
      },
    );
  }
}
