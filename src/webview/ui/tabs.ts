/** A row of tabs as the editor's panels have them: arrows move, the chosen one alone is in the tab order. */

import { css, html, nothing, type TemplateResult } from 'lit';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** Shown behind the label, such as a count. */
  readonly note?: string | undefined;
}

export function tabRow<Id extends string>(
  label: string,
  tabs: readonly Tab<Id>[],
  chosen: Id,
  choose: (id: Id) => void,
): TemplateResult {
  const onKeyDown = (event: KeyboardEvent) => {
    const place = tabs.findIndex((tab) => tab.id === chosen);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: (place + tabs.length - 1) % tabs.length,
      ArrowRight: (place + 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    const next = target === undefined ? undefined : tabs[target];
    if (!next || target === undefined) return;
    event.preventDefault();
    choose(next.id);
    const buttons = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]');
    buttons[target]?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${onKeyDown}>
    ${tabs.map(
      (tab) => html`<button
        role="tab"
        id=${`tab-${tab.id}`}
        aria-controls=${`pane-${tab.id}`}
        aria-selected=${tab.id === chosen}
        tabindex=${tab.id === chosen ? 0 : -1}
        @click=${() => choose(tab.id)}
        >${tab.label}${tab.note === undefined ? nothing : html` <span class="note">${tab.note}</span>`}</button
      >`,
    )}
  </div>`;
}

export const tabStyles = css`
  .tabs {
    display: flex;
    gap: 18px;
  }
  .tabs button {
    border-bottom: 1px solid transparent;
    color: var(--vscode-panelTitle-inactiveForeground, var(--text-dim));
    line-height: 32px;
  }
  .tabs button:hover {
    color: var(--vscode-panelTitle-activeForeground, var(--text));
  }
  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
    color: var(--vscode-panelTitle-activeForeground, var(--text));
  }
  .tabs .note {
    color: var(--text-dim);
  }
`;
