/** Rows that say something instead of a function: that a list failed, is empty, or leaves functions out. */

import type { Target } from '../../app/target.ts';
import { HumanError, messageOf } from '../../base/humanError.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import { type GroupNode, messageNode, type SectionNode, type TargetNode, type TreeNode } from './nodes.ts';

const refreshCommand: CommandId = 'lambdaWorkbench.refresh';

export function failureRow(parent: TargetNode | GroupNode, target: Target, error: unknown): TreeNode {
  const action = error instanceof HumanError ? error.action : undefined;
  // "Retry" is about this row's list, not about everything.
  const own = action?.command === refreshCommand ? { ...action, arguments: [parent] } : action;
  return messageNode(parent, 'failure', shortMessage(messageOf(error), target), own);
}

/** The row stands below its target, so `List functions on prod · eu-west-1: …` need not say that again. */
function shortMessage(message: string, target: Target): string {
  const [, text = message] = message.split(` on ${target.label}: `);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The editor holds every row it is given, seen or not: so it gets some, and this one brings the next. */
export function moreRow(parent: TargetNode | SectionNode, left: number): TreeNode {
  return messageNode(parent, 'more', `${left.toLocaleString('en-US')} more. Show more, or filter…`, {
    label: 'Show More Functions',
    command: 'lambdaWorkbench.showMoreFunctions',
    arguments: [parent],
  });
}

export function hiddenRow(parent: TargetNode, count: number): TreeNode {
  return messageNode(parent, 'notice', `${count} hidden`, {
    label: 'Show Hidden Functions',
    command: 'lambdaWorkbench.showHiddenFunctions',
    arguments: [parent],
  });
}

export function emptyRow(parent: TargetNode, target: Target): TreeNode {
  return target.runsHere
    ? messageNode(parent, 'empty', 'No functions yet. Create a sample function…', {
        label: 'Create Sample Function…',
        command: 'lambdaWorkbench.createSampleFunction',
      })
    : messageNode(parent, 'empty', 'No functions in this Region');
}
