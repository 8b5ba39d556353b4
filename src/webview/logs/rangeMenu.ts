/** Which part of the log is shown: the last minutes, followed, or a closed piece of the past, which is read to its end. */

import './rangeForm.ts';
import { html, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { LogRange, TailSource } from '../../protocol/logPanel.ts';
import { menuButton } from '../ui/menu.ts';
import { minuteChoices, rangeWords, sharedRange } from './rangeWords.ts';

type Choose = (range: LogRange) => void;

/** One range for all sources. */
export function rangeMenu(sources: readonly TailSource[], choose: Choose): TemplateResult {
  const range = sharedRange(sources);
  const words = range === 'several' ? 'Several ranges' : range ? rangeWords(range, systemClock.now()) : 'Range';
  const isEnded = sources.length > 0 && sources.every(({ state }) => state.state === 'ended');
  const shown = range === 'several' ? undefined : range;
  return html`<span class="range"
    >${menuButton({
      id: 'range',
      label: `${words}: part of the log that is shown${isEnded ? ', read to its end' : ''}`,
      buttonClass: 'follow',
      content: html`<span class="words">${words}</span>${isEnded ? html`<span class="dim ended"> · ended</span>` : ''} <vscode-icon name="chevron-down" size="14"></vscode-icon>`,
      items: [
        ...minuteChoices.map((minutes) => ({
          label: rangeWords({ kind: 'last', minutes }, 0),
          isChecked: shown?.kind === 'last' && shown.minutes === minutes,
          act: () => choose({ kind: 'last', minutes }),
        })),
        { label: 'Between…', isChecked: shown?.kind === 'between', act: openBetween },
      ],
    })}
    <div id="between" class="sheet between" popover role="dialog" aria-label="A closed piece of time">${betweenForm(shown, choose)}</div></span
  >`;
}

/** The same for one source, within its sheet. */
export function rangeChoices(range: LogRange | undefined, choose: Choose): TemplateResult {
  return html`<p class="choices">
      ${minuteChoices.map((minutes) => {
        const isShown = range?.kind === 'last' && range.minutes === minutes;
        return html`<button class="choice" aria-pressed=${isShown} @click=${() => choose({ kind: 'last', minutes })}>${rangeWords({ kind: 'last', minutes }, 0)}</button>`;
      })}
    </p>
    ${betweenForm(range, choose)}`;
}

function betweenForm(range: LogRange | undefined, choose: Choose): TemplateResult {
  return html`<lambda-range-form
    .range=${range}
    @choose-range=${(event: CustomEvent<LogRange>) => {
      (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
      choose(event.detail);
    }}
  ></lambda-range-form>`;
}

/** The sheet hangs below the button whose menu it was chosen from. */
function openBetween(menu: HTMLElement): void {
  const sheet = menu.parentElement?.querySelector<HTMLElement>('#between');
  const source = menu.parentElement?.querySelector<HTMLElement>('button[popovertarget]');
  sheet?.showPopover(source ? { source } : undefined);
  sheet?.querySelector<HTMLElement>('lambda-range-form')?.focus();
}
