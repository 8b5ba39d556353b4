/** Where the function is invoked: the chip that keeps account and Region in sight, and the targets that have the function too. */

import { html, nothing, type TemplateResult } from 'lit';
import type { TargetSummary } from '../../protocol/invokePanel.ts';
import type { TargetChoice } from '../../protocol/invokeRuns.ts';
import type { MenuItem } from '../ui/menu.ts';
import { chipMenu } from './chipMenu.ts';

/** What is known of other targets. */
export type TargetChoices = readonly TargetChoice[] | 'asking' | { readonly failure: string };

export interface TargetMenu {
  readonly current: TargetSummary;
  readonly choices: TargetChoices;
  /** Asks anew which targets have the function. */
  ask(): void;
  choose(targetId: string): void;
}

export function targetMenu({ current, choices, ask, choose }: TargetMenu): TemplateResult {
  return chipMenu({
    id: 'target-menu',
    label: 'Target',
    // As it is read: a voice command names what is seen.
    value: [current.label, placeParts(current).join(' · '), current.isProtected ? 'protected' : '']
      .filter(Boolean)
      .join(' '),
    chipClass: current.isProtected ? 'target protected' : 'target',
    content: html`${targetIcon(current)}<span>${current.label}</span> ${placeNote(current)} ${
      current.isProtected ? html`<span class="warn">protected</span>` : nothing
    }`,
    onOpen: ask,
    items: targetItems(current, choices, choose),
  });
}

/** A call on the wrong account is the mistake that hurts, so the account is said wherever a target is. */
export function targetWords(target: TargetSummary): string {
  return [target.label, ...placeParts(target)].join(' · ');
}

export function targetIcon(target: TargetSummary): TemplateResult {
  const name = target.isProtected ? 'shield' : target.id === 'local' ? 'vm' : 'cloud';
  return html`<vscode-icon name=${name} size="14"></vscode-icon>`;
}

function targetItems(
  current: TargetSummary,
  choices: TargetChoices,
  choose: (id: string) => void,
): readonly MenuItem[] {
  const here: MenuItem = { label: targetWords(current), isChecked: true, act: () => {} };
  if (choices === 'asking') return [here, note('Asking the other targets…')];
  if ('failure' in choices) return [here, note(`The targets could not be asked: ${choices.failure}`)];
  const others = choices.filter(({ target }) => target.id !== current.id);
  if (others.length === 0) return [here, note('There is no other target: add an AWS connection in the Functions view')];
  return [
    here,
    ...others.map(({ target, obstacle }) => ({
      label: obstacle === undefined ? targetWords(target) : `${target.label}: ${obstacle}`,
      isChecked: false,
      isDisabled: obstacle !== undefined,
      act: () => choose(target.id),
    })),
  ];
}

function note(label: string): MenuItem {
  return { label, isDisabled: true, act: () => {} };
}

function placeParts({ accountId, label, region }: TargetSummary): readonly string[] {
  return [accountId, label.includes(region) ? undefined : region].filter((part) => part !== undefined);
}

function placeNote(target: TargetSummary): TemplateResult | typeof nothing {
  const parts = placeParts(target);
  return parts.length === 0 ? nothing : html`<span class="dim">${parts.join(' · ')}</span>`;
}
