/** What rows look like, to draw again only those that read differently. */

import type { TreeItem } from 'vscode';
import type { TreeNode } from './nodes.ts';

/** What a target and its rows read, by the id of each, in their order. */
export type Picture = ReadonlyMap<string, { readonly row: TreeNode; readonly text: string }>;

export function pictureOf(rows: readonly TreeNode[], itemOf: (row: TreeNode) => TreeItem): Picture {
  return new Map(
    rows.map((row) => {
      const { label, description, contextValue } = itemOf(row);
      return [row.id, { row, text: [label, description, contextValue].join('\t') }];
    }),
  );
}

/** Rows whose text is another one; `undefined` where other rows are there, or the same in another order. */
export function differingRows(before: Picture, now: Picture): readonly TreeNode[] | undefined {
  const ids = [...now.keys()];
  const isSameList = before.size === now.size && [...before.keys()].every((id, index) => id === ids[index]);
  if (!isSameList) return undefined;
  return [...now].flatMap(([id, { row, text }]) => (before.get(id)?.text === text ? [] : [row]));
}
