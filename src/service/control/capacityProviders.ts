/** What the operations on capacity providers have in common: which one, who uses it, how shown. */

import type { CapacityProvider, CapacityProviderScalingConfig, InstanceRequirements } from '@aws-sdk/client-lambda';
import { partitionOf } from '../../lambda/names.ts';
import type { CapacityProviderRecord } from '../store/capacityProviderRecord.ts';
import type { StoredFunction } from '../store/functionStore.ts';
import { isChanging, stateOf } from '../store/resourceChange.ts';
import type { ActionContext } from './context.ts';
import { capacityProviderErrors } from './resourceErrors.ts';

export interface StoredProvider {
  readonly name: string;
  readonly record: CapacityProviderRecord;
}

/** The name of a provider that was given by its name or its ARN; `undefined` for another Region's or account's. */
export function providerName(nameOrArn: string | undefined, context: ActionContext): string | undefined {
  const name = nameOrArn?.split(':').at(-1) ?? '';
  return nameOrArn === name || nameOrArn === providerArn(name, context) ? name : undefined;
}

/** Throws 404 for a provider that is not there, or no longer. */
export function requireProvider(nameOrArn: string | undefined, context: ActionContext): StoredProvider {
  const { parts, region } = context;
  const name = providerName(nameOrArn, context);
  const record = name === undefined ? undefined : parts.capacityProviders.get(region, name);
  if (name === undefined || record === undefined || stateOf(record, parts.clock.now()) === undefined) {
    throw capacityProviderErrors.notFound(name === undefined ? (nameOrArn ?? '') : providerArn(name, context));
  }
  return { name, record };
}

/** All of the Region behind `afterName`, by name. */
export function listProviders({ parts, region }: ActionContext, afterName = ''): readonly StoredProvider[] {
  const nowMs = parts.clock.now();
  return parts.capacityProviders
    .list(region, afterName)
    .filter(({ record }) => stateOf(record, nowMs) !== undefined)
    .map(({ id, record }) => ({ name: id, record }));
}

/** Throws 409 while a change is under way. */
export function requireSettled({ name, record }: StoredProvider, context: ActionContext): void {
  const nowMs = context.parts.clock.now();
  if (!isChanging(record, nowMs)) return;
  throw capacityProviderErrors.changing(providerArn(name, context), stateOf(record, nowMs) ?? '');
}

/** Throws 400 for settings that exclude each other. */
export function checkProvider(
  instances: InstanceRequirements | undefined,
  scaling: CapacityProviderScalingConfig | undefined,
): void {
  if (instances?.AllowedInstanceTypes?.length && instances.ExcludedInstanceTypes?.length) {
    throw capacityProviderErrors.instanceTypes();
  }
  if (scaling?.ScalingPolicies?.length && scaling.ScalingMode !== 'Manual') {
    throw capacityProviderErrors.policiesWithAuto();
  }
}

/** The versions that run on a provider, `$LATEST` included, by function and number. */
export function versionsOf(name: string, context: ActionContext): readonly StoredFunction[] {
  const arn = providerArn(name, context);
  const everything = context.parts.functions.everyVersion(context.region, { name: '', number: -1 }, -1);
  return everything.filter(({ record: { latest } }) => {
    const config = latest.configuration.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig;
    return config?.CapacityProviderArn === arn;
  });
}

export function providerArn(name: string, { region, parts: { accountId } }: ActionContext): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:capacity-provider:${name}`;
}

/** As the API answers it. `during` is the state that the answer to a change itself has. */
export function shownProvider(
  { name, record }: StoredProvider,
  context: ActionContext,
  during?: CapacityProvider['State'],
): CapacityProvider {
  return {
    CapacityProviderArn: providerArn(name, context),
    State: during ?? stateOf(record, context.parts.clock.now()),
    ...record.settings,
    LastModified: new Date(record.lastModified).toISOString().replace('Z', '+0000'),
  } as CapacityProvider;
}
