/** How the Functions view is arranged: grouped, in order of use, with functions pinned and hidden; as the commands of the table. */

import { type QuickPickItem, window } from 'vscode';
import type { FunctionMarks } from '../../app/functionMarks.ts';
import type { FunctionGrouping } from '../../lambda/functionArrangement.ts';
import { messages } from '../messages.ts';
import { targetIdOf } from '../tree/nodes.ts';
import { functionArgument, nodeArgument } from './arguments.ts';
import type { CommandHandler } from './registry.ts';

export function arrangeCommands(marks: FunctionMarks) {
  return {
    'lambdaWorkbench.groupFunctions': groupFunctions(marks),
    'lambdaWorkbench.recentFirst': () => marks.putRecentFirst(!marks.recentFirst),
    'lambdaWorkbench.pinFunction': onRow('Pin', (key) => marks.pin(key, true)),
    'lambdaWorkbench.unpinFunction': onRow('Unpin', (key) => marks.pin(key, false)),
    'lambdaWorkbench.hideFunction': onRow('Hide', (key) => marks.hide(key, true)),
    'lambdaWorkbench.showHiddenFunctions': showHidden(marks),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}

interface GroupingItem extends QuickPickItem {
  readonly grouping: FunctionGrouping | 'askForTag';
}

const groupings: readonly GroupingItem[] = [
  { label: 'None', description: 'all functions under their target', grouping: 'none' },
  { label: 'Runtime', grouping: 'runtime' },
  { label: 'Stack', description: 'the CloudFormation stack that made them', grouping: 'stack' },
  { label: 'Tag…', description: 'the values of one tag', grouping: 'askForTag' },
];

function groupFunctions(marks: FunctionMarks): CommandHandler {
  return async () => {
    const title = 'Group Functions By';
    const items = groupings.map((item) => ({ ...item, picked: item.grouping === marks.grouping }));
    const chosen = await window.showQuickPick(items, { title });
    if (chosen === undefined) return;
    if (chosen.grouping !== 'askForTag') {
      await marks.groupBy(chosen.grouping);
      return;
    }
    const key = await window.showInputBox({ title, prompt: 'Key of the tag', placeHolder: 'team' });
    if (key?.trim()) await marks.groupBy(`tag:${key.trim()}`);
  };
}

function onRow(
  title: string,
  change: (key: { readonly targetId: string; readonly functionName: string }) => Promise<void>,
): CommandHandler {
  return async (argument) => {
    const key = functionArgument(argument);
    if (key === undefined) throw messages.needsRow(title);
    await change({ targetId: key.targetId, functionName: key.functionName });
  };
}

/** On a row of a target, its own; the number of hidden ones stands there. */
function showHidden(marks: FunctionMarks): CommandHandler {
  return async (argument) => {
    const node = nodeArgument(argument);
    if (node === undefined) throw messages.needsRow('Show Hidden Functions');
    await marks.showAll(targetIdOf(node));
  };
}
