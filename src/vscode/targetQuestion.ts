/** Asks on which target something is to be done. */

import { window } from 'vscode';
import type { Target } from '../app/target.ts';
import type { TargetRegistry } from '../app/targetRegistry.ts';
import { nodeArgument } from './commands/arguments.ts';

/** The target of the row that a command was called on, or the only one; asks otherwise. `undefined` when it was cancelled. */
export async function askForTarget(
  targets: TargetRegistry,
  argument: unknown,
  title: string,
  placeHolder = 'Where it is deployed to',
): Promise<Target | undefined> {
  const node = nodeArgument(argument);
  if (node?.kind === 'target') return targets.get(node.targetId);
  const all = targets.list();
  if (all.length === 1) return all[0];
  const items = all.map((target) => ({
    label: target.label,
    description: target.isProtected ? 'protected' : '',
    target,
  }));
  return (await window.showQuickPick(items, { title, placeHolder }))?.target;
}
