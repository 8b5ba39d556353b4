/** What the operations on provisioned concurrency have in common: whose it is, what it may be, how it is shown. */

import type { ProvisionedConcurrencyConfigListItem } from '@aws-sdk/client-lambda';
import { limits } from '../../lambda/limits.ts';
import { latestQualifier } from '../../lambda/names.ts';
import type { ProvisionedState } from '../environment/provisionedState.ts';
import type { AliasRecord } from '../store/aliasStore.ts';
import type { FunctionId } from '../store/functionVersion.ts';
import type { ProvisionedConcurrencyRecord } from '../store/provisionedConcurrencyRecord.ts';
import type { ActionContext, ServiceParts } from './context.ts';
import { type FunctionTarget, functionTarget, isAliasName, requireFunction } from './functionTarget.ts';
import { lambdaErrors } from './lambdaErrors.ts';

export interface ProvisionedTarget extends FunctionTarget {
  readonly qualifier: string;
  /** The published version behind the qualifier. */
  readonly version: string;
}

/** A published version or an alias of one. Throws 404 for what is not there, and 400 for `$LATEST`. */
export function provisionedTarget(
  input: { readonly FunctionName: string | undefined; readonly Qualifier: string | undefined },
  context: ActionContext,
): ProvisionedTarget {
  const target = functionTarget(input.FunctionName, input.Qualifier, context);
  const { id, arn, qualifier = latestQualifier } = target;
  if (qualifier === latestQualifier) throw lambdaErrors.unpublishedProvisioned();
  requireFunction({ ...target, qualifier: undefined }, context);
  const alias = isAliasName(qualifier) ? context.parts.aliases.get(id, qualifier) : undefined;
  if (isAliasName(qualifier) && alias === undefined) throw lambdaErrors.aliasNotFound(`${arn}:${qualifier}`);
  if (alias?.functionVersion === latestQualifier) throw lambdaErrors.unpublishedProvisioned();
  const { TenancyConfig } = requireFunction(target, context).record.latest.configuration;
  if (TenancyConfig !== undefined) throw lambdaErrors.noProvisionedForTenants();
  return { ...target, qualifier, version: alias?.functionVersion ?? qualifier };
}

/** Throws 409 when a version has it already, by itself or through another alias. */
export function checkProvisionedOnce({ id, qualifier, version }: ProvisionedTarget, { parts }: ActionContext): void {
  for (const { qualifier: other } of parts.provisioned.ofFunction(id)) {
    if (other === qualifier) continue;
    const isSame = other === version || parts.aliases.get(id, other)?.functionVersion === version;
    if (!isSame) continue;
    throw isAliasName(qualifier) ? lambdaErrors.versionIsProvisioned() : lambdaErrors.aliasIsProvisioned();
  }
}

/** Throws 400 when the function's reservation or the account has less to give. */
export function checkProvisionedAmount(
  requested: number,
  { id, qualifier }: ProvisionedTarget,
  { parts }: ActionContext,
): void {
  const reserved = parts.concurrency.get(id);
  if (reserved !== undefined) {
    const others = parts.provisioned.ofFunction(id).filter((other) => other.qualifier !== qualifier);
    if (requested + totalOf(others) > reserved) throw lambdaErrors.provisionedAboveReserved();
    return;
  }
  const others = parts.provisioned
    .list(id.region)
    .filter((other) => other.name !== id.name || other.qualifier !== qualifier)
    .filter(({ name }) => parts.concurrency.get({ region: id.region, name }) === undefined);
  const unreserved = limits.accountConcurrency - parts.concurrency.total(id.region) - totalOf(others);
  if (requested > unreserved) throw lambdaErrors.provisionedAboveUnreserved(unreserved);
  if (unreserved - requested < limits.unreservedConcurrencyMin) throw lambdaErrors.tooMuchProvisioned();
}

export function totalOf(settings: readonly { readonly record: ProvisionedConcurrencyRecord }[]): number {
  return settings.reduce((sum, { record }) => sum + record.requested, 0);
}

/** As the API answers it now. `state` is what the environments are like; unknown while nothing was started. */
export function shownProvisioned(
  { requested, readyAt, lastModified }: ProvisionedConcurrencyRecord,
  nowMs: number,
  state: ProvisionedState | undefined,
): ProvisionedConcurrencyConfigListItem {
  const { status, statusReason, allocated, available } = nowMs < readyAt || state === undefined ? nothingYet : state;
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: available,
    Status: status,
    ...(statusReason === undefined ? {} : { StatusReason: statusReason }),
    LastModified: lastModified,
  };
}

const nothingYet: ProvisionedState = { status: 'IN_PROGRESS', statusReason: undefined, allocated: 0, available: 0 };

/** Starts what is set for a function now, and gives back what no longer is: after every change, and at the start. */
export function provision(id: FunctionId, { provisioned, aliases, functions, invoker }: ProvisionParts): void {
  const settings = provisioned.ofFunction(id).map(({ qualifier, record }) => {
    const alias = isAliasName(qualifier) ? aliases.get(id, qualifier) : undefined;
    const shares = sharesOf(record.requested, alias ?? { functionVersion: qualifier, additional: undefined });
    const parts = shares.flatMap(({ version, count }) => {
      const found = functions.serving(id, version);
      return found === undefined || count === 0 ? [] : [{ version: found, count }];
    });
    return { qualifier, parts };
  });
  invoker.provision(id, settings);
}

export type ProvisionParts = Pick<ServiceParts, 'provisioned' | 'aliases' | 'functions' | 'invoker'>;

/** An alias with two versions has its environments divided by the weight. */
function sharesOf(
  requested: number,
  { functionVersion, additional }: Pick<AliasRecord, 'functionVersion' | 'additional'>,
): readonly { readonly version: string; readonly count: number }[] {
  if (additional === undefined) return [{ version: functionVersion, count: requested }];
  const second = Math.round(requested * additional.weight);
  return [
    { version: functionVersion, count: requested - second },
    { version: additional.version, count: second },
  ];
}
