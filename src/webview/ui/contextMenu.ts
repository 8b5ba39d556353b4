/** A menu at a place instead of below a button: opened by the context-menu keys, the right mouse button or a row's own button. */

import { css, html, nothing, render, type TemplateResult } from 'lit';
import { focusFirst, type MenuItem, menuItem, moveFocus } from './menu.ts';

export interface ContextMenu {
  readonly label: string;
  /** A line above the items that is no item. */
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

/** Pixels from the window's corner. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** True for the keys that open a context menu. */
export function isMenuKey(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
}

/** Where a menu of this element stands. */
export function placeBelow(element: Element | null | undefined): MenuPlace {
  const box = element?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 };
}

/** The place of a right click; `undefined` where text is selected, whose own menu copies it. */
export function placeOfClick(event: MouseEvent): MenuPlace | undefined {
  if ((document.getSelection()?.toString() ?? '') !== '') return undefined;
  event.preventDefault();
  event.stopPropagation();
  return { x: event.clientX, y: event.clientY };
}

/** The pointer's way to a row's menu; the keyboard has its own. */
export function moreButton(open: (place: MenuPlace) => void): TemplateResult {
  return html`<span class="more-actions" role="gridcell"
    ><button tabindex="-1" aria-label="Actions" title="Actions (Shift+F10)" @click=${(event: Event) => {
      event.stopPropagation();
      open(placeBelow(event.currentTarget as Element));
    }}></button
  ></span>`;
}

/** Not the browser's own light dismissal: it takes the release of the right button for a click elsewhere. */
const dismissals = ['pointerdown', 'wheel', 'blur', 'resize'];

/** Shows the menu inside `root`, whose styles it wears. `closed` gets the focus back to where it was. */
export function openContextMenu(root: ShadowRoot, place: MenuPlace, menu: ContextMenu, closed: () => void): void {
  root.querySelector<HTMLElement>('.context-menu > .menu')?.hidePopover();
  const holder = document.createElement('div');
  holder.className = 'context-menu';
  root.append(holder);
  const closeElsewhere = (event: Event) => {
    if (!event.composedPath().includes(holder)) holder.querySelector<HTMLElement>('.menu')?.hidePopover();
  };
  const toggling = (event: ToggleEvent) => {
    if (event.newState !== 'closed') return;
    for (const name of dismissals) window.removeEventListener(name, closeElsewhere, true);
    // At once: the next key may come before the browser tells that it is closed.
    if (holder.contains(root.activeElement)) closed();
  };
  for (const name of dismissals) window.addEventListener(name, closeElsewhere, true);
  render(
    html`<div class="menu" popover="manual" role="presentation" @beforetoggle=${toggling} @toggle=${removeClosed} @keydown=${keyDown}>
      ${menu.heading === undefined ? nothing : html`<div class="heading">${menu.heading}</div>`}
      <div role="menu" aria-label=${menu.label}>${menu.items.map(menuItem)}</div>
    </div>`,
    holder,
  );
  const popover = holder.querySelector<HTMLElement>('.menu');
  if (!popover) return;
  popover.showPopover();
  const { width, height } = popover.getBoundingClientRect();
  popover.style.setProperty('left', `${Math.max(2, Math.min(place.x, window.innerWidth - width - 2))}px`);
  popover.style.setProperty('top', `${Math.max(2, Math.min(place.y, window.innerHeight - height - 2))}px`);
  focusFirst(popover);
}

function removeClosed({ newState, currentTarget }: ToggleEvent): void {
  if (newState === 'closed') (currentTarget as HTMLElement).parentElement?.remove();
}

function keyDown(event: KeyboardEvent): void {
  // Tab would leave the menu open behind it.
  if (event.key === 'Tab' || event.key === 'Escape') (event.currentTarget as HTMLElement).hidePopover();
  else moveFocus(event);
  // Rows below have keys of their own.
  event.stopPropagation();
}

export const contextMenuStyles = css`
  .row {
    position: relative;
  }
  .more-actions {
    bottom: 0;
    display: none;
    position: absolute;
    right: 2px;
    top: 0;
  }
  .row:hover > .more-actions,
  .row.active > .more-actions {
    display: block;
  }
  .more-actions button {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-widget-border, var(--edge));
    border-radius: 4px;
    height: calc(100% - 2px);
    line-height: 1;
    margin-top: 1px;
    padding: 0 6px;
  }
  .more-actions button::before {
    content: '⋯' / '';
  }
  .more-actions button:hover {
    background: color-mix(in srgb, var(--vscode-toolbar-hoverBackground), var(--vscode-editorWidget-background));
  }
  .context-menu .menu {
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    margin: 0;
    max-height: calc(100% - 4px);
    max-width: min(560px, calc(100% - 4px));
    position: fixed;
    position-area: none;
  }
  .context-menu .heading {
    border-bottom: 1px solid var(--vscode-menu-separatorBackground, var(--line));
    font-size: 11px;
    line-height: 1.5;
    margin-bottom: 4px;
    overflow-wrap: anywhere;
    padding: 2px 8px 5px;
    white-space: pre-line;
  }
  .context-menu .menu button {
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;
