/** The rows below a target: functions, their groups, what is in the groups, and messages. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { Target } from '../../app/target.ts';
import { conditionOf, functionDescription, functionLabel } from './functionText.ts';
import { functionUri } from './functionUri.ts';
import type { DetailNode, FunctionNode, GroupName, GroupNode, MessageNode, SectionNode } from './nodes.ts';

export interface FunctionFacts {
  readonly target: Target;
  readonly configuration: FunctionConfiguration | undefined;
  /** `Deploying…` while it is. */
  readonly activity: string | undefined;
  readonly isPinned: boolean;
  readonly nowMs: number;
  readonly extensionUri: Uri;
}

export function functionItem(node: FunctionNode, facts: FunctionFacts): TreeItem {
  const { target, configuration, activity } = facts;
  const item = new TreeItem(node.functionName, TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.resourceUri = functionUri(node.targetId, target.region, node.functionName);
  const known = configuration === undefined ? '' : functionDescription(configuration, facts.nowMs);
  item.description = activity ?? (facts.isPinned ? `pinned · ${known}` : known);
  const console = target.consoleUrl(node.functionName) === undefined ? '' : 'console;';
  item.contextValue = `;function;${target.runsHere ? 'local' : 'aws'};${console}${facts.isPinned ? 'pinned' : 'unpinned'};`;
  const label = configuration === undefined ? node.functionName : functionLabel(configuration, item.description);
  item.accessibilityInformation = { label };
  item.iconPath =
    activity === undefined
      ? functionIcon(facts.extensionUri, configuration)
      : new ThemeIcon('loading~spin', new ThemeColor('charts.yellow'));
  return item;
}

export function sectionItem(node: SectionNode, count: number): TreeItem {
  const item = new TreeItem(node.heading, TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.iconPath = ThemeIcon.Folder;
  item.description = count.toLocaleString('en-US');
  item.contextValue = ';section;';
  item.accessibilityInformation = {
    label: `${node.heading}, ${count === 1 ? '1 function' : `${item.description} functions`}`,
  };
  return item;
}

/** Shape and colour both tell the state. */
function functionIcon(extensionUri: Uri, configuration: FunctionConfiguration | undefined): { light: Uri; dark: Uri } {
  const condition = configuration === undefined ? 'inactive' : conditionOf(configuration);
  const file = (theme: string) => Uri.joinPath(extensionUri, 'media', 'tree', `function-${condition}-${theme}.svg`);
  return { light: file('light'), dark: file('dark') };
}

const groups: Readonly<Record<GroupName, { readonly title: string; readonly icon: string }>> = {
  aliases: { title: 'Aliases', icon: 'git-branch' },
  versions: { title: 'Versions', icon: 'versions' },
  triggers: { title: 'Triggers', icon: 'zap' },
  urls: { title: 'Function URLs', icon: 'globe' },
  layers: { title: 'Layers', icon: 'layers' },
  environment: { title: 'Environment', icon: 'symbol-variable' },
  concurrency: { title: 'Concurrency', icon: 'dashboard' },
  tags: { title: 'Tags', icon: 'tag' },
};

/** `count` is there where it costs nothing to know. */
export function groupItem(node: GroupNode, count: number | undefined): TreeItem {
  const { title, icon } = groups[node.group];
  const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.iconPath = new ThemeIcon(icon);
  if (count !== undefined) item.description = String(count);
  item.contextValue = `;group;${node.group};`;
  const counted = count === undefined ? title : `${title}, ${count}`;
  item.accessibilityInformation = { label: `${counted}, of ${node.parent.functionName}` };
  return item;
}

const masked = '••••••••';
const detailIcons = {
  alias: 'arrow-right',
  version: 'circle-small',
  layer: 'circle-small',
  trigger: 'circle-small',
  url: 'link',
  fact: 'circle-small',
} as const;

const detailFlags = {
  alias: ';qualifier;alias;',
  version: ';qualifier;version;',
  layer: ';layer;',
  trigger: ';trigger;',
  url: ';url;',
  fact: ';fact;',
} as const;

export function detailItem(node: DetailNode, isShown: boolean): TreeItem {
  const { detail } = node;
  const item = new TreeItem(detail.name, TreeItemCollapsibleState.None);
  item.id = node.id;
  switch (detail.kind) {
    case 'alias':
    case 'version':
    case 'layer':
    case 'trigger':
    case 'url':
    case 'fact':
      item.description = detail.description;
      item.iconPath = new ThemeIcon(detailIcons[detail.kind]);
      item.contextValue = detailFlags[detail.kind];
      break;
    case 'variable':
      item.description = isShown ? detail.value : masked;
      item.contextValue = isShown ? ';variable;shown;' : ';variable;masked;';
      break;
    case 'tag':
      item.description = detail.value;
      item.contextValue = ';tag;';
      break;
  }
  const said = detail.kind === 'variable' && !isShown ? 'value hidden' : item.description;
  item.accessibilityInformation = { label: `${detail.name}, ${said}` };
  return item;
}

export function messageItem(node: MessageNode): TreeItem {
  const item = new TreeItem(node.text, TreeItemCollapsibleState.None);
  item.id = node.id;
  item.contextValue = `;message;${node.severity};`;
  item.tooltip = node.text;
  const icon = messageIcon(node.severity);
  if (icon !== undefined) item.iconPath = icon;
  const button = node.action;
  if (button !== undefined) {
    item.command = { title: button.label, command: button.command, arguments: [...(button.arguments ?? [])] };
    item.tooltip = `${node.text}\n${button.label}`;
  }
  const spoken = node.severity === 'failure' ? `Error: ${node.text}` : node.text;
  item.accessibilityInformation = { label: button === undefined ? spoken : `${spoken} ${button.label}` };
  return item;
}

function messageIcon(severity: MessageNode['severity']): ThemeIcon | undefined {
  switch (severity) {
    case 'loading':
      return new ThemeIcon('loading~spin');
    case 'failure':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    case 'more':
      return new ThemeIcon('ellipsis');
    case 'notice':
      return new ThemeIcon('info');
    case 'empty':
      return undefined;
  }
}
