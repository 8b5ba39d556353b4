/** The row of a target: Local with its state and port, a connection with its account and protection. */

import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { FunctionPage } from '../../app/functionCatalog.ts';
import type { LocalServiceState } from '../../app/localServiceHost.ts';
import type { Target } from '../../app/target.ts';
import type { TargetNode } from './nodes.ts';

/** What is known of a target when its row is drawn. */
export interface TargetFacts {
  readonly target: Target;
  /** `undefined` as long as the row was never opened: drawing a row lists nothing. */
  readonly page: FunctionPage | undefined;
  readonly accountId: string | undefined;
  readonly local: LocalServiceState;
  readonly isTrusted: boolean;
}

export function targetItem(node: TargetNode, facts: TargetFacts): TreeItem {
  const { target } = facts;
  const item = new TreeItem(
    target.label,
    target.runsHere ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  item.id = node.id;
  item.description = (target.runsHere ? localDescription(facts) : connectionDescription(facts)).join(' · ');
  item.iconPath = target.runsHere ? localIcon(facts) : connectionIcon(facts);
  item.contextValue = flags(facts);
  item.tooltip = `${target.label}\n${item.description}`;
  item.accessibilityInformation = { label: `${target.label}, target, ${item.description.replaceAll(' · ', ', ')}` };
  return item;
}

function localDescription({ local, page, isTrusted }: TargetFacts): string[] {
  if (!isTrusted) return ['needs a trusted workspace'];
  switch (local.state) {
    case 'running':
      return [new URL(local.ready.endpoint).host, ...countText(page)];
    case 'starting':
      return ['starting…'];
    case 'failed':
      return ['could not start'];
    case 'stopped':
      return ['stopped'];
  }
}

function connectionDescription({ target, page, accountId }: TargetFacts): string[] {
  const parts = accountId === undefined ? [] : [accountId];
  if (target.isProtected) parts.push('protected');
  if (needsSignIn(page)) parts.push('session expired');
  else if (page?.error) parts.push('not listed');
  return [...parts, ...countText(page)];
}

/** `4 functions`, `150 functions so far`. */
function countText(page: FunctionPage | undefined): string[] {
  if (page === undefined || (page.functions.length === 0 && !page.complete)) return [];
  const count = page.functions.length;
  const text = `${count.toLocaleString('en-US')} function${count === 1 ? '' : 's'}`;
  return [page.complete ? text : `${text} so far`];
}

function localIcon({ local, isTrusted }: TargetFacts): ThemeIcon {
  if (!isTrusted) return new ThemeIcon('workspace-untrusted');
  switch (local.state) {
    case 'running':
      return new ThemeIcon('vm-running', new ThemeColor('charts.green'));
    case 'starting':
      return new ThemeIcon('loading~spin');
    case 'failed':
      return new ThemeIcon('vm-outline', new ThemeColor('list.errorForeground'));
    case 'stopped':
      return new ThemeIcon('vm-outline');
  }
}

function connectionIcon({ target, page }: TargetFacts): ThemeIcon {
  if (page?.error) return new ThemeIcon('cloud', new ThemeColor('disabledForeground'));
  return target.isProtected ? new ThemeIcon('cloud', new ThemeColor('charts.red')) : new ThemeIcon('cloud');
}

function flags({ target, page, local }: TargetFacts): string {
  const own = target.runsHere
    ? ['local', local.state === 'failed' ? 'stopped' : local.state, local.state === 'running' && local.owned && 'owned']
    : ['aws', target.isProtected && 'protected', needsSignIn(page) && 'signin'];
  return `;target;${own.filter((flag) => flag !== false).join(';')};`;
}

function needsSignIn(page: FunctionPage | undefined): boolean {
  return page?.error?.action?.command === 'lambdaWorkbench.signIn';
}
