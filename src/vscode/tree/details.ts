/** What a group of a function holds, read when the group is opened. */

import type { AliasConfiguration, FunctionConfiguration, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { toHumanError } from '../../app/awsErrors.ts';
import type { FunctionCatalog } from '../../app/functionCatalog.ts';
import type { Target } from '../../app/target.ts';
import { routeOf, routeText } from '../../app/versions.ts';
import { changedText } from './functionText.ts';
import type { Detail, GroupNode } from './nodes.ts';

export type DetailSource = Pick<FunctionCatalog, 'find' | 'aliases' | 'versions' | 'triggers' | 'urls' | 'tags'>;

/** Rejects with `HumanError`; `undefined` where the target knows no such thing. */
export async function readDetails(
  source: DetailSource,
  target: Target,
  node: GroupNode,
  nowMs: number,
): Promise<readonly Detail[] | undefined> {
  const { targetId, functionName } = node.parent;
  const configuration = source.find(targetId, functionName);
  switch (node.group) {
    case 'aliases':
      return (await source.aliases(targetId, functionName)).map(aliasDetail);
    case 'versions':
      return (await source.versions(targetId, functionName)).map((version) => versionDetail(version, nowMs));
    case 'triggers':
      return (await source.triggers(targetId, functionName))?.map((trigger) => ({ kind: 'trigger', ...trigger }));
    case 'urls':
      return (await source.urls(targetId, functionName))?.map(urlDetail);
    case 'tags':
      return Object.entries(await source.tags(targetId, functionName)).map(([name, value]) => {
        return { kind: 'tag', name, value };
      });
    case 'layers':
      return (configuration?.Layers ?? []).map(({ Arn }) => layerDetail(Arn ?? ''));
    case 'environment':
      return Object.entries(configuration?.Environment?.Variables ?? {})
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, value]) => ({ kind: 'variable', name, value }));
    case 'concurrency':
      return [await concurrencyDetail(target, functionName)];
  }
}

/** How many entries a group has, where the function's configuration tells already. */
export function countDetails(configuration: FunctionConfiguration | undefined, node: GroupNode): number | undefined {
  if (configuration === undefined) return undefined;
  if (node.group === 'layers') return configuration.Layers?.length ?? 0;
  if (node.group === 'environment') return Object.keys(configuration.Environment?.Variables ?? {}).length;
  return undefined;
}

/** `→ 12 (90 %) · 13 (10 %)` */
function aliasDetail(alias: AliasConfiguration): Detail {
  const description = `→ ${routeText(routeOf(alias))}`;
  return { kind: 'alias', name: alias.Name ?? '', description, arn: alias.AliasArn };
}

/** `IAM` or `public`, whether it streams, and the alias that it calls. */
function urlDetail({ FunctionUrl = '', AuthType, InvokeMode, FunctionArn = '' }: FunctionUrlConfig): Detail {
  const [, alias] = /:function:[^:]+:(.+)$/.exec(FunctionArn) ?? [];
  const parts = [
    AuthType === 'NONE' ? 'public' : 'signed with IAM',
    InvokeMode === 'RESPONSE_STREAM' ? 'streams' : undefined,
    alias,
  ];
  const description = parts.filter((part) => part !== undefined).join(' · ');
  return { kind: 'url', name: FunctionUrl, description, value: FunctionUrl };
}

function versionDetail(version: FunctionConfiguration, nowMs: number): Detail {
  const parts = [version.Description, version.Runtime, changedText(version.LastModified, nowMs)];
  return {
    kind: 'version',
    name: version.Version ?? '',
    description: parts.filter((part) => part !== undefined && part !== '').join(' · '),
    arn: version.FunctionArn,
  };
}

/** `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION` */
function layerDetail(arn: string): Detail {
  const [, , , , accountId = '', , name = arn, version = ''] = arn.split(':');
  return { kind: 'layer', name, description: `version ${version} · ${accountId}`, arn };
}

async function concurrencyDetail(target: Target, functionName: string): Promise<Detail> {
  try {
    const { lambda } = await target.connect();
    const { Concurrency } = await lambda.getFunction({ FunctionName: functionName });
    const reserved = Concurrency?.ReservedConcurrentExecutions;
    return reserved === undefined
      ? { kind: 'fact', name: 'Unreserved', description: 'shares the concurrency of its account' }
      : { kind: 'fact', name: 'Reserved', description: `${reserved} concurrent executions` };
  } catch (error) {
    throw toHumanError(error, { action: `Read the concurrency of ${functionName}`, targetLabel: target.label });
  }
}
