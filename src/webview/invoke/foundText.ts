/** Marks the letters that a search has found, in the rows that are drawn: nothing of the rows is changed for it. */

import type { Disposable } from '../../base/lifecycle.ts';

/** Rows come and go with scrolling; of what is on screen, more than this nobody can tell apart. */
const mostMarks = 2000;
/** As `ui/theme.ts` draws it. */
const highlightName = 'lambda-found';

export class FoundText implements Disposable {
  readonly #observer = new MutationObserver(() => this.#mark());
  #roots: readonly Node[] = [];
  #wanted = '';

  /** Marks `text` in `pane`, whatever its case, until told otherwise. */
  show(pane: Element, text: string): void {
    this.clear();
    this.#wanted = text.toLowerCase();
    if (this.#wanted === '') return;
    const rows = [...pane.querySelectorAll('lambda-json-tree, lambda-text-rows')];
    this.#roots = [pane, ...rows.flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    for (const root of this.#roots)
      this.#observer.observe(root, { childList: true, subtree: true, characterData: true });
    this.#mark();
  }

  clear(): void {
    this.#observer.disconnect();
    this.#roots = [];
    CSS.highlights.delete(highlightName);
  }

  dispose(): void {
    this.clear();
  }

  #mark(): void {
    const ranges = this.#roots.flatMap((root) => rangesIn(root, this.#wanted)).slice(0, mostMarks);
    CSS.highlights.set(highlightName, new Highlight(...ranges));
  }
}

function rangesIn(root: Node, wanted: string): readonly Range[] {
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node && ranges.length < mostMarks; node = texts.nextNode()) {
    const text = (node.textContent ?? '').toLowerCase();
    // A letter may be two in lower case: then the places are not its own.
    if (text.length !== node.textContent?.length) continue;
    for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + wanted.length)) {
      const range = new Range();
      range.setStart(node, place);
      range.setEnd(node, place + wanted.length);
      ranges.push(range);
    }
  }
  return ranges;
}
