/** The invoke panel's snapshot, put together from what the application knows. */

import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { limits } from '../lambda/limits.ts';
import { latestQualifier } from '../lambda/names.ts';
import type {
  ConfigurationSummary,
  FunctionKey,
  HistoryEntry,
  InvokeIntent,
  InvokeSnapshot,
  RunState,
  TargetSummary,
} from '../protocol/invokePanel.ts';
import type { Target } from './target.ts';

/** The parts of a session that a snapshot shows. */
export interface SessionView {
  readonly run: RunState;
  readonly history: readonly HistoryEntry[];
}

export function snapshotOf(
  key: FunctionKey,
  session: SessionView,
  configuration: FunctionConfiguration | undefined,
  qualifiers: Pick<InvokeSnapshot, 'qualifiers' | 'qualifierNotes'>,
  intent: InvokeIntent,
  target: TargetSummary,
): InvokeSnapshot {
  return {
    function: key,
    target,
    configuration: configuration && configurationSummary(configuration),
    ...qualifiers,
    intent,
    run: session.run,
    history: session.history,
  };
}

export function targetSummary(target: Target, accountId: string | undefined): TargetSummary {
  return {
    id: target.id,
    label: target.label,
    accountId,
    region: target.region,
    isProtected: target.isProtected,
  };
}

function configurationSummary(configuration: FunctionConfiguration): ConfigurationSummary {
  return {
    runtime: configuration.Runtime,
    handler: configuration.Handler,
    architecture: configuration.Architectures?.[0] ?? 'x86_64',
    memorySizeMB: configuration.MemorySize ?? limits.memoryDefaultMB,
    timeoutS: configuration.Timeout ?? limits.timeoutDefaultS,
    ...(configuration.TenancyConfig?.TenantIsolationMode === 'PER_TENANT' ? { isTenantIsolated: true } : {}),
  };
}

/** What each alias stands for: `version 3`, or `version 3 · 10 % version 4` while traffic is shifted. */
export function aliasNotes(aliases: readonly AliasConfiguration[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    aliases.flatMap(({ Name, FunctionVersion, RoutingConfig }) => {
      if (Name === undefined || FunctionVersion === undefined) return [];
      const shifted = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).map(
        ([version, weight]) => `${Math.round(weight * 100)} % version ${version}`,
      );
      return [[Name, [`version ${FunctionVersion}`, ...shifted].join(' · ')]];
    }),
  );
}

/** `$LATEST`, then aliases by name, then versions, newest first: what the qualifier menu offers. */
export function qualifiersOf(
  aliases: readonly AliasConfiguration[],
  versions: readonly FunctionConfiguration[],
): readonly string[] {
  const names = aliases.flatMap((alias) => alias.Name ?? []).sort();
  const numbers = versions.flatMap((version) => version.Version ?? []).filter((version) => version !== latestQualifier);
  return [latestQualifier, ...names, ...numbers.sort((a, b) => Number(b) - Number(a))];
}
