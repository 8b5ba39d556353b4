/** Where rows below a function lead: a URL to the browser, a trigger to its source, a layer to its versions. */

import { env, type QuickPickItem, Uri, window } from 'vscode';
import { toHumanError } from '../../app/awsErrors.ts';
import type { Target } from '../../app/target.ts';
import type { TargetRegistry } from '../../app/targetRegistry.ts';
import { messages } from '../messages.ts';
import { type Detail, targetIdOf } from '../tree/nodes.ts';
import { nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

export function rowLinkCommands(targets: TargetRegistry) {
  return {
    'lambdaWorkbench.openUrl': openUrl(targets),
    'lambdaWorkbench.openTrigger': openTrigger(targets),
    'lambdaWorkbench.showLayerVersions': showLayerVersions(targets),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}

function openUrl(targets: TargetRegistry): CommandHandler {
  return async (argument) => {
    const { detail } = rowOf(targets, argument, 'url', 'Open in Browser');
    await env.openExternal(Uri.parse(detail.value, true));
  };
}

function openTrigger(targets: TargetRegistry): CommandHandler {
  return async (argument) => {
    const { detail, target } = rowOf(targets, argument, 'trigger', 'Open Source');
    if (detail.arn === undefined) throw messages.triggerWithoutSource(detail.name);
    const address = target.resourceUrl?.(detail.arn);
    if (address === undefined) throw messages.noConsole(target.label);
    await env.openExternal(Uri.parse(address, true));
  };
}

/** All versions of the layer, newest first; choosing one copies its ARN, for the function's configuration. */
function showLayerVersions(targets: TargetRegistry): CommandHandler {
  return async (argument) => {
    const { detail, target } = rowOf(targets, argument, 'layer', 'Versions of Layer');
    const layerArn = detail.arn.replace(/:\d+$/, '');
    const chosen = await window.showQuickPick(await versionsOf(target, layerArn, detail), {
      title: `Versions of ${detail.name}`,
      placeHolder: 'Enter copies the ARN of the version',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (chosen !== undefined) await env.clipboard.writeText(chosen.arn);
  };
}

interface VersionItem extends QuickPickItem {
  readonly arn: string;
}

async function versionsOf(target: Target, layerArn: string, { name, arn }: LayerDetail): Promise<VersionItem[]> {
  try {
    const { lambda } = await target.connect();
    const { LayerVersions = [] } = await lambda.listLayerVersions({ LayerName: layerArn });
    return LayerVersions.map(
      ({ Version, LayerVersionArn = '', Description, CompatibleRuntimes = [], CreatedDate }) => ({
        label: `Version ${Version}`,
        description: [LayerVersionArn === arn ? 'in use here' : undefined, CreatedDate?.slice(0, 10)]
          .filter((part) => part !== undefined)
          .join(' · '),
        detail: [Description, CompatibleRuntimes.join(', ')].filter(Boolean).join(' · '),
        arn: LayerVersionArn,
      }),
    );
  } catch (error) {
    throw toHumanError(error, { action: `List the versions of ${name}`, targetLabel: target.label });
  }
}

type LayerDetail = Extract<Detail, { readonly kind: 'layer' }>;

function rowOf<Kind extends Detail['kind']>(targets: TargetRegistry, argument: unknown, kind: Kind, title: string) {
  const node = nodeArgument(argument);
  if (node?.kind !== 'detail' || node.detail.kind !== kind) throw messages.needsRow(title);
  const targetId = targetIdOf(node);
  const target = targets.get(targetId);
  if (target === undefined) throw messages.unknownTarget(targetId);
  return { target, detail: node.detail as Extract<Detail, { readonly kind: Kind }> };
}
