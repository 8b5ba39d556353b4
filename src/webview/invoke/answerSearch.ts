/** Finds text in the answer as it is drawn: in the tree, in rows of text, in the log. */

import { findInJson } from '../ui/jsonSearch.ts';
import type { JsonTree } from '../ui/jsonTree.ts';
import type { TextRows } from '../ui/textRows.ts';
import type { FindState } from './findBar.ts';

/** Matches in the view inside `pane`, none shown yet. */
export function search(pane: ParentNode, text: string): FindState {
  return { text, matches: matchesIn(pane, text), place: -1 };
}

/** Goes to a match, on from the last to the first. */
export function moveTo(pane: ParentNode, find: FindState, by: 1 | -1): FindState {
  const { matches } = find;
  if (matches.length === 0) return find;
  const place = (Math.max(find.place, by === 1 ? -1 : 0) + by + matches.length) % matches.length;
  const match = matches[place] ?? '';
  const tree = pane.querySelector<JsonTree>('lambda-json-tree');
  if (tree) void tree.show(match);
  else if (pane.querySelector('lambda-text-rows')) pane.querySelector<TextRows>('lambda-text-rows')?.reveal(match);
  else showElement(pane, Number(match));
  return { ...find, place };
}

/** Rows that are in the document as they are. */
const plainRows = '.log > .row, .http tr';

function matchesIn(pane: ParentNode, text: string): readonly string[] {
  const tree = pane.querySelector<JsonTree>('lambda-json-tree');
  if (tree) return findInJson(tree.value, text);
  const rows = pane.querySelector<TextRows>('lambda-text-rows');
  if (rows) return rows.find(text);
  const wanted = text.toLowerCase();
  if (wanted === '') return [];
  return [...pane.querySelectorAll(plainRows)].flatMap((row, place) =>
    (row.textContent ?? '').toLowerCase().includes(wanted) ? [String(place)] : [],
  );
}

function showElement(pane: ParentNode, place: number): void {
  pane.querySelectorAll(plainRows).forEach((row, at) => {
    row.classList.toggle('found', at === place);
    if (at === place) row.scrollIntoView({ block: 'nearest' });
  });
}
