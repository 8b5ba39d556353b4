/** A button with a menu below it: the browser's own popover, moved through with the arrow keys. */

import { css, html, nothing, type TemplateResult } from 'lit';

export interface MenuItem {
  readonly label: string;
  /** Set where the item is one of a choice. */
  readonly isChecked?: boolean;
  readonly isDisabled?: boolean;
  /** A line stands above it. */
  readonly startsGroup?: boolean;
  /** `menu` is closed by then. */
  act(menu: HTMLElement): void;
}

export interface MenuOptions {
  /** Unique within its root. */
  readonly id: string;
  readonly label: string;
  readonly content: TemplateResult | string;
  readonly buttonClass: string;
  readonly items: readonly MenuItem[];
}

export function menuButton({ id, label, content, buttonClass, items }: MenuOptions): TemplateResult {
  return html`<button class=${buttonClass} popovertarget=${id} aria-haspopup="menu" aria-label=${label} title=${label}>${content}</button>
    <div id=${id} class="menu" popover role="menu" aria-label=${label} @toggle=${({ currentTarget }: Event) => focusFirst(currentTarget as HTMLElement)} @keydown=${moveFocus}>
      ${items.map(menuItem)}
    </div>`;
}

export function menuItem({ label, isChecked, isDisabled, startsGroup, act }: MenuItem): TemplateResult {
  return html`<button
    class=${startsGroup ? 'group-start' : ''}
    role=${isChecked === undefined ? 'menuitem' : 'menuitemradio'}
    aria-checked=${isChecked ?? nothing}
    ?disabled=${isDisabled ?? false}
    @click=${(event: Event) => {
      const menu = (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]');
      if (!menu) return;
      menu.hidePopover();
      // Whoever goes by keys goes on from there, unless the act leads elsewhere.
      (menu.getRootNode() as ParentNode).querySelector<HTMLElement>(`[popovertarget="${menu.id}"]`)?.focus();
      act(menu);
    }}
  ><span class="check" aria-hidden="true">${isChecked ? '✓' : ''}</span>${label}</button>`;
}

/** Where it is open. */
export function focusFirst(menu: HTMLElement): void {
  if (menu.matches(':popover-open')) itemsOf(menu)[0]?.focus();
}

export function moveFocus(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget as HTMLElement);
  const place = items.indexOf(event.target as HTMLElement);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: (place + 1) % items.length,
    ArrowUp: (place - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  items[move]?.focus();
}

function itemsOf(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)')];
}

export const menuStyles = css`
  .menu,
  .sheet {
    background: var(--vscode-menu-background, var(--vscode-editorWidget-background));
    border: 1px solid var(--vscode-menu-border, var(--vscode-widget-border, var(--line)));
    border-radius: 5px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    color: var(--vscode-menu-foreground, var(--text));
    inset: auto;
    margin: 2px 4px;
    max-height: 70%;
    max-width: calc(100% - 20px);
    overflow: auto;
    position-area: bottom span-right;
    position-try-fallbacks: flip-inline, flip-block;
  }
  .menu {
    min-width: 150px;
    padding: 4px;
  }
  .sheet {
    padding: 8px 12px;
  }
  .menu button {
    border-radius: 3px;
    display: block;
    line-height: 24px;
    padding: 0 14px 0 4px;
    text-align: start;
    white-space: nowrap;
    width: 100%;
  }
  .menu button:hover:not(:disabled),
  .menu button:focus-visible {
    background: var(--vscode-menu-selectionBackground);
    color: var(--vscode-menu-selectionForeground, inherit);
    outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
  }
  .menu button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  .menu .group-start {
    border-start-end-radius: 0;
    border-start-start-radius: 0;
    border-top: 1px solid var(--vscode-menu-separatorBackground, var(--line));
    margin-top: 4px;
    padding-top: 3px;
  }
  .menu .check {
    display: inline-block;
    text-align: center;
    width: 18px;
  }
`;
