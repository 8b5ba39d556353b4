/** What a command was called on: a row of the tree, a function named by a panel or link, or nothing. */

import type { FunctionKey } from '../../protocol/invokePanel.ts';
import { functionNodeOf, type TreeNode } from '../tree/nodes.ts';

export interface FunctionArgument extends FunctionKey {
  /** Present when the row was an alias or a version. */
  readonly qualifier?: string;
}

export function functionArgument(argument: unknown): FunctionArgument | undefined {
  const node = nodeArgument(argument);
  if (node === undefined) return isFunctionKey(argument) ? argument : undefined;
  const owner = functionNodeOf(node);
  if (owner === undefined) return undefined;
  const { targetId, functionName } = owner;
  const isQualifier = node.kind === 'detail' && (node.detail.kind === 'alias' || node.detail.kind === 'version');
  return isQualifier ? { targetId, functionName, qualifier: node.detail.name } : { targetId, functionName };
}

/** Rows come from our own tree, so their `kind` is enough to know them. */
export function nodeArgument(argument: unknown): TreeNode | undefined {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return undefined;
  return ['target', 'section', 'function', 'group', 'detail', 'message'].includes(String(argument.kind))
    ? (argument as TreeNode)
    : undefined;
}

function isFunctionKey(value: unknown): value is FunctionKey {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return typeof fields['targetId'] === 'string' && typeof fields['functionName'] === 'string';
}
