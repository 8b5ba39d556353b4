/** A choice in the head of the invoke panel: a chip that says what is chosen and opens the menu of what can be. */

import { html, type TemplateResult } from 'lit';
import { type MenuItem, menuButton } from '../ui/menu.ts';

export interface ChipMenu {
  /** Unique within the panel. */
  readonly id: string;
  /** What is chosen here: `Qualifier`. */
  readonly label: string;
  /** The choice in words, for the button's name: `$LATEST`. */
  readonly value: string;
  readonly content: TemplateResult | string;
  readonly items: readonly MenuItem[];
  readonly chipClass?: string;
  /** The menu comes into sight: what it offers may be asked for now. */
  onOpen?(): void;
}

export function chipMenu({ id, label, value, content, items, chipClass, onOpen }: ChipMenu): TemplateResult {
  const opening = {
    // `toggle` does not bubble, but it is seen on the way down.
    capture: true,
    handleEvent: (event: Event) => {
      if ((event as ToggleEvent).newState === 'open') onOpen?.();
    },
  };
  return html`<span class="chip-menu" @beforetoggle=${opening}
    >${menuButton({
      id,
      label: `${label}: ${value}`,
      buttonClass: `chip choice ${chipClass ?? ''}`,
      content: html`<span class="words">${content}</span><vscode-icon name="chevron-down" size="12"></vscode-icon>`,
      items,
    })}</span
  >`;
}
