/**
 * The rows of the Functions view. A node says which thing it stands for, never what is known of it: that is read from
 * the catalog when the row is drawn. The same thing always gives the same node, because the editor finds rows by it.
 */

import type { HumanAction } from '../../base/humanError.ts';

export type TreeNode = TargetNode | SectionNode | FunctionNode | GroupNode | DetailNode | MessageNode;

export interface TargetNode {
  readonly kind: 'target';
  readonly id: string;
  readonly parent: undefined;
  readonly targetId: string;
}

/** A heading between a target and its functions, where they are grouped. */
export interface SectionNode {
  readonly kind: 'section';
  readonly id: string;
  readonly parent: TargetNode;
  readonly targetId: string;
  readonly heading: string;
}

export interface FunctionNode {
  readonly kind: 'function';
  readonly id: string;
  readonly parent: TargetNode;
  readonly targetId: string;
  readonly functionName: string;
}

export const groupNames = [
  'aliases',
  'versions',
  'triggers',
  'urls',
  'layers',
  'environment',
  'concurrency',
  'tags',
] as const;
export type GroupName = (typeof groupNames)[number];

export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly parent: FunctionNode;
  readonly group: GroupName;
}

/** One alias, version, layer, variable, … of a function, with the texts it shows. */
export interface DetailNode {
  readonly kind: 'detail';
  readonly id: string;
  readonly parent: GroupNode;
  readonly detail: Detail;
}

export type Detail =
  | {
      readonly kind: 'alias' | 'version';
      readonly name: string;
      readonly description: string;
      readonly arn: string | undefined;
    }
  | { readonly kind: 'layer'; readonly name: string; readonly description: string; readonly arn: string }
  | { readonly kind: 'variable' | 'tag'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'trigger';
      /** Two triggers may read the same. */
      readonly key: string;
      readonly name: string;
      readonly description: string;
      readonly arn: string | undefined;
    }
  | { readonly kind: 'url'; readonly name: string; readonly description: string; readonly value: string }
  | { readonly kind: 'fact'; readonly name: string; readonly description: string };

/** A row that says something: that a list loads, is empty, or could not be read. */
export interface MessageNode {
  readonly kind: 'message';
  readonly id: string;
  readonly parent: TargetNode | SectionNode | GroupNode;
  readonly severity: 'loading' | 'empty' | 'failure' | 'notice' | 'more';
  readonly text: string;
  /** What pressing Enter on the row does. */
  readonly action: HumanAction | undefined;
}

/** Makes nodes, the same object for the same thing. */
export class NodeCache {
  readonly #targets = new Map<string, TargetNode>();
  readonly #sections = new Map<string, SectionNode>();
  readonly #functions = new Map<string, FunctionNode>();
  readonly #groups = new Map<string, GroupNode>();

  target(targetId: string): TargetNode {
    return keep(this.#targets, targetId, () => ({ kind: 'target', id: targetId, parent: undefined, targetId }));
  }

  section(targetId: string, heading: string): SectionNode {
    const id = `${targetId}/(${heading})`;
    return keep(this.#sections, id, () => {
      return { kind: 'section', id, parent: this.target(targetId), targetId, heading };
    });
  }

  function(targetId: string, functionName: string): FunctionNode {
    const id = `${targetId}/${functionName}`;
    return keep(this.#functions, id, () => {
      return { kind: 'function', id, parent: this.target(targetId), targetId, functionName };
    });
  }

  group(parent: FunctionNode, group: GroupName): GroupNode {
    const id = `${parent.id}/${group}`;
    return keep(this.#groups, id, () => ({ kind: 'group', id, parent, group }));
  }
}

export function detailNode(parent: GroupNode, detail: Detail): DetailNode {
  return { kind: 'detail', id: `${parent.id}/${'key' in detail ? detail.key : detail.name}`, parent, detail };
}

export function messageNode(
  parent: TargetNode | SectionNode | GroupNode,
  severity: MessageNode['severity'],
  text: string,
  action?: HumanAction,
): MessageNode {
  return { kind: 'message', id: `${parent.id}/(${severity})`, parent, severity, text, action };
}

/** The function a row belongs to; `undefined` for a target's own rows. */
export function functionNodeOf(node: TreeNode): FunctionNode | undefined {
  if (node.kind === 'function') return node;
  return node.parent === undefined ? undefined : functionNodeOf(node.parent);
}

export function targetIdOf(node: TreeNode): string {
  return node.parent === undefined ? node.targetId : targetIdOf(node.parent);
}

function keep<Node>(nodes: Map<string, Node>, id: string, make: () => Node): Node {
  const present = nodes.get(id);
  if (present !== undefined) return present;
  const node = make();
  nodes.set(id, node);
  return node;
}
