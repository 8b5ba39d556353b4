/** The line in which an answer is searched: what for, which match is shown of how many, and the ways on and back. */

import { css, html, type TemplateResult } from 'lit';

export interface FindState {
  readonly text: string;
  /** Places in the order of the answer, as the view that shows it names them. */
  readonly matches: readonly string[];
  /** Of the one that is shown; -1 before the first. */
  readonly place: number;
}

export interface FindBarContext {
  readonly find: FindState;
  look(text: string): void;
  /** 1 for the next, -1 for the one before. */
  move(by: 1 | -1): void;
  close(): void;
}

export function findBar({ find, look, move, close }: FindBarContext): TemplateResult {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') move(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="find" role="search" @keydown=${onKeyDown}>
    <input
      type="text"
      aria-label="Find in the answer"
      placeholder="Find"
      spellcheck="false"
      .value=${find.text}
      @input=${({ target }: Event) => look((target as HTMLInputElement).value)}
    />
    <span class="dim" role="status">${matchWords(find)}</span>
    <button aria-label="Previous match" title="Previous match (Shift+Enter)" @click=${() => move(-1)}>↑</button>
    <button aria-label="Next match" title="Next match (Enter)" @click=${() => move(1)}>↓</button>
    <button aria-label="Close the search" title="Close (Escape)" @click=${close}>✕</button>
  </div>`;
}

/** `3 of 12` */
function matchWords({ text, matches, place }: FindState): string {
  if (text === '') return '';
  return matches.length === 0 ? 'not found' : `${place + 1} of ${matches.length.toLocaleString()}`;
}

export const findBarStyles = css`
  .find {
    align-items: center;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex: none;
    gap: 8px;
    padding: 4px 14px;
  }
  .find input {
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--edge));
    color: var(--vscode-input-foreground);
    flex: 0 1 260px;
    font: inherit;
    min-width: 80px;
    padding: 2px 6px;
  }
  .find .dim {
    white-space: nowrap;
  }
  .find button {
    border-radius: 4px;
    line-height: 20px;
    width: 22px;
  }
  .find button:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
`;
