/** How the rows of the Project Functions view look and sound. */

import path from 'node:path';
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { ProjectFunction, ProjectKind } from '../../app/project/projectFunction.ts';
import type { ProjectState } from '../../app/project/projectStates.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import type { DefinedFunctionNode, DefinitionNode, DeployedNode, NoteNode, ProblemNode } from './projectNodes.ts';

const kindNames: Readonly<Record<ProjectKind, string>> = {
  sam: 'SAM',
  serverless: 'Serverless',
  cdk: 'CDK',
  terraform: 'Terraform',
  plain: 'handler file',
};

const states: Readonly<
  Record<ProjectState, { readonly text: string; readonly icon: string; readonly color?: string }>
> = {
  notDeployed: { text: 'not deployed', icon: 'circle-outline' },
  inSync: { text: 'in sync', icon: 'check', color: 'testing.iconPassed' },
  changedHere: { text: 'changed here', icon: 'arrow-up', color: 'list.warningForeground' },
  changedThere: { text: 'changed there', icon: 'arrow-down', color: 'list.warningForeground' },
  changedOnBothSides: { text: 'changed here and there', icon: 'arrow-swap', color: 'list.warningForeground' },
  unknown: { text: 'not deployed from here', icon: 'question' },
};

const openDefinition: CommandId = 'lambdaWorkbench.openDefinition';

export function definitionItem(node: DefinitionNode): TreeItem {
  const label = path.relative(node.root, node.file);
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.resourceUri = Uri.file(node.file);
  item.iconPath = ThemeIcon.File;
  item.description = kindNames[node.definition];
  item.contextValue = ';definition;';
  const count = node.functions.length === 1 ? '1 function' : `${node.functions.length} functions`;
  item.accessibilityInformation = { label: `${label}, ${kindNames[node.definition]}, ${count}` };
  return item;
}

export function definedFunctionItem(node: DefinedFunctionNode, states: readonly DeployedNode[]): TreeItem {
  const { defined, root } = node;
  const item = new TreeItem(defined.functionName, TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.iconPath = new ThemeIcon('symbol-method');
  const changed = states.filter(({ state }) => state !== undefined && state !== 'inSync' && state !== 'notDeployed');
  const known = changed.length > 0 ? changed.map((row) => stateText(row)).join(', ') : undefined;
  // The row of its template says which kind it is; a handler file has none.
  const kind = defined.kind === 'plain' ? kindNames.plain : undefined;
  item.description = [defined.settings.runtime, kind, known].filter(Boolean).join(' · ');
  item.contextValue = ';defined;';
  item.tooltip = tooltip(defined, root);
  item.accessibilityInformation = {
    label: `${defined.functionName}, project function, ${String(item.description).replaceAll(' · ', ', ')}`,
  };
  return item;
}

function tooltip(defined: ProjectFunction, root: string): MarkdownString {
  const { settings, place, folder } = defined;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Defined', `${path.relative(root, place.file)}:${place.line} (${kindNames[defined.kind]}, ${defined.logicalId})`],
    ['Code', path.relative(root, folder) || '.'],
    ['Handler', settings.handler],
    ['Architecture', settings.architecture],
    ['Memory', settings.memorySizeMB === undefined ? undefined : `${settings.memorySizeMB} MB`],
    ['Timeout', settings.timeoutS === undefined ? undefined : `${settings.timeoutS} s`],
  ];
  const text = new MarkdownString();
  for (const [name, value] of rows) {
    if (value !== undefined) text.appendMarkdown(`**${name}** `).appendText(value).appendMarkdown('  \n');
  }
  return text;
}

export function deployedItem(node: DeployedNode, targetLabel: string): TreeItem {
  const item = new TreeItem(targetLabel, TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = stateText(node);
  const { icon, color } =
    node.state === undefined ? { icon: 'error', color: 'list.errorForeground' } : states[node.state];
  item.iconPath = color === undefined ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
  item.contextValue =
    node.state === undefined || node.state === 'notDeployed' ? ';projectTarget;' : ';projectTarget;there;';
  if (node.failure !== undefined) item.tooltip = node.failure;
  item.accessibilityInformation = {
    label: `${node.parent.defined.functionName} on ${targetLabel}, ${node.failure ?? item.description}`,
  };
  return item;
}

function stateText(node: DeployedNode): string {
  if (node.state === undefined) return 'could not be asked';
  const renamed = node.functionName === node.parent.defined.functionName ? '' : ` · ${node.functionName}`;
  return states[node.state].text + renamed;
}

export function problemItem(node: ProblemNode): TreeItem {
  const { place, message, kind } = node.problem;
  const item = new TreeItem(`${path.basename(place.file)}:${place.line}`, TreeItemCollapsibleState.None);
  item.id = node.id;
  item.description = message;
  item.tooltip = `${kindNames[kind]}: ${place.file}:${place.line}\n${message}`;
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.contextValue = ';problem;';
  item.command = { title: 'Open Definition', command: openDefinition, arguments: [node] };
  item.accessibilityInformation = { label: `Error in ${path.basename(place.file)}, line ${place.line}: ${message}` };
  return item;
}

export function noteItem(node: NoteNode): TreeItem {
  const item = new TreeItem(node.text, TreeItemCollapsibleState.None);
  item.id = node.id;
  item.iconPath = new ThemeIcon('info');
  item.accessibilityInformation = { label: node.text };
  return item;
}
