/** Which version is invoked: a chip with the aliases and versions that are known, and a field for any other. */

import { html, type TemplateResult } from 'lit';
import type { InvokeSnapshot } from '../../protocol/invokePanel.ts';
import { chipMenu } from './chipMenu.ts';

export interface QualifierMenu {
  readonly snapshot: InvokeSnapshot;
  readonly qualifier: string;
  choose(qualifier: string): void;
}

export function qualifierMenu({ snapshot, qualifier, choose }: QualifierMenu): TemplateResult {
  // An alias that is gone by now stays chosen, and in sight: the answer will say that it does not exist.
  const isKnown = snapshot.qualifiers.includes(qualifier);
  const qualifiers = isKnown ? snapshot.qualifiers : [qualifier, ...snapshot.qualifiers];
  const noteOf = (name: string) => snapshot.qualifierNotes?.[name];
  return html`<span class="qualifier"
    >${chipMenu({
      id: 'qualifier-menu',
      label: 'Qualifier',
      value: qualifier,
      content: html`${qualifier}${noteOf(qualifier) === undefined ? '' : html` <span class="dim">${noteOf(qualifier)}</span>`}`,
      items: [
        ...qualifiers.map((name) => ({
          label: noteOf(name) === undefined ? name : `${name} · ${noteOf(name)}`,
          isChecked: name === qualifier,
          act: () => choose(name),
        })),
        { label: 'Other…', act: openOther },
      ],
    })}
    <form id="other-qualifier" class="sheet" popover role="dialog" aria-label="Another qualifier" @submit=${(
      event: SubmitEvent,
    ) => {
      event.preventDefault();
      const form = event.currentTarget as HTMLFormElement;
      const name = form.querySelector('input')?.value.trim() ?? '';
      form.hidePopover();
      if (name !== '') choose(name);
    }}>
      <label>Version or alias <input name="qualifier" maxlength="128" autocomplete="off" spellcheck="false" required /></label>
      <button class="quiet-button">Choose</button>
    </form></span
  >`;
}

/** The sheet hangs below the chip whose menu it was chosen from. */
function openOther(menu: HTMLElement): void {
  const place = menu.closest('.qualifier');
  const sheet = place?.querySelector<HTMLElement>('#other-qualifier');
  const source = place?.querySelector<HTMLElement>('button[popovertarget]');
  sheet?.showPopover(source ? { source } : undefined);
  sheet?.querySelector('input')?.focus();
}
