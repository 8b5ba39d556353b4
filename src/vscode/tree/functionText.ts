/** What a function's row says: state, description, the text for screen readers. Pure. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { formatAge } from '../../base/text.ts';
import { isDeprecated } from '../../lambda/runtimes.ts';

export type FunctionCondition = 'active' | 'pending' | 'failed' | 'inactive';

/** One word out of `State` and `LastUpdateStatus`: what is worse wins. */
export function conditionOf(configuration: FunctionConfiguration): FunctionCondition {
  if (configuration.State === 'Failed' || configuration.LastUpdateStatus === 'Failed') return 'failed';
  if (configuration.State === 'Pending' || configuration.LastUpdateStatus === 'InProgress') return 'pending';
  return configuration.State === 'Inactive' ? 'inactive' : 'active';
}

/** `nodejs22.x · 256 MB · 2 h ago`, or what keeps the function from running. */
export function functionDescription(configuration: FunctionConfiguration, nowMs: number): string {
  switch (conditionOf(configuration)) {
    case 'failed':
      return join('Failed', failureReason(configuration));
    case 'pending':
      return join('Pending', runtimeText(configuration, nowMs), memoryText(configuration));
    case 'inactive':
      return join('Inactive', runtimeText(configuration, nowMs), memoryText(configuration));
    case 'active':
      return join(
        runtimeText(configuration, nowMs),
        memoryText(configuration),
        changedText(configuration.LastModified, nowMs),
      );
  }
}

/** The whole row in words, for screen readers. */
export function functionLabel(configuration: FunctionConfiguration, description: string): string {
  return `${configuration.FunctionName ?? ''}, function, ${conditionOf(configuration)}, ${description.replaceAll(' · ', ', ')}`;
}

export function hasDeprecatedRuntime(configuration: FunctionConfiguration, nowMs: number): boolean {
  return configuration.Runtime !== undefined && isDeprecated(configuration.Runtime, nowMs);
}

export function failureReason(configuration: FunctionConfiguration): string | undefined {
  return configuration.State === 'Failed' ? configuration.StateReason : configuration.LastUpdateStatusReason;
}

/** `2 h ago`; `undefined` for a text that is no time. */
export function changedText(lastModified: string | undefined, nowMs: number): string | undefined {
  const thenMs = Date.parse(lastModified ?? '');
  return Number.isNaN(thenMs) ? undefined : formatAge(thenMs, nowMs);
}

function runtimeText(configuration: FunctionConfiguration, nowMs: number): string {
  if (configuration.PackageType === 'Image') return 'container image';
  const runtime = configuration.Runtime ?? 'no runtime';
  return hasDeprecatedRuntime(configuration, nowMs) ? `${runtime} deprecated` : runtime;
}

function memoryText(configuration: FunctionConfiguration): string | undefined {
  return configuration.MemorySize === undefined ? undefined : `${configuration.MemorySize} MB`;
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
