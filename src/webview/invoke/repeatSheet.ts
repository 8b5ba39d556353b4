/** "Repeat…": how often and how many at once, and what that will cost, before anything is sent. */

import { html, nothing, type TemplateResult } from 'lit';
import { mostRepeats } from '../../protocol/repeatRuns.ts';
import { formatCost } from '../ui/moments.ts';
import type { RepeatControl } from './repeatControl.ts';

export function repeatSheet(repeat: RepeatControl, redraw: () => void): TemplateResult {
  const most = repeat.terms?.mostConcurrency ?? 1;
  const number = (name: 'count' | 'concurrency', label: string, max: number) =>
    html`<label>${label}
      <input
        type="number"
        min="1"
        max=${max}
        required
        .value=${String(repeat[name])}
        @input=${(event: Event) => {
          repeat[name] = (event.target as HTMLInputElement).valueAsNumber || 1;
          redraw();
        }}
      /></label>`;
  return html`<span class="repeat" @beforetoggle=${{
    capture: true,
    handleEvent: (event: Event) => {
      if ((event as ToggleEvent).newState === 'open') void repeat.prepare();
    },
  }}>
    <button class="quiet-button" popovertarget="repeat-sheet" aria-haspopup="dialog">Repeat…</button>
    <form id="repeat-sheet" class="sheet" popover role="dialog" aria-label="Repeat" @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      (event.currentTarget as HTMLFormElement).hidePopover();
      void repeat.begin();
    }}>
      <p class="numbers">${number('count', 'Runs', mostRepeats)} ${number('concurrency', 'At once', most)}</p>
      ${repeat.terms ? html`<p class="dim">Up to ${mostRepeats.toLocaleString()} runs, ${most} at once here.</p>` : html`<p class="dim">Asking what is allowed here…</p>`}
      ${costWords(repeat)}
      <button class="quiet-button start" ?disabled=${repeat.terms === undefined || repeat.isRunning}>Start</button>
      ${
        repeat.state
          ? html`<button type="button" class="quiet-button" @click=${(event: Event) => {
              (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
              repeat.isShown = true;
              redraw();
            }}>Show the last</button>`
          : nothing
      }
    </form></span
  >`;
}

function costWords({ terms, count, failure }: RepeatControl): TemplateResult | typeof nothing {
  if (failure !== undefined) return html`<p class="bad" role="alert">${failure}</p>`;
  if (!terms?.perRun) return nothing;
  const { costUSD, basis } = terms.perRun;
  return html`<p>About <b>${formatCost(costUSD * count)}</b>, ${basis}. Every run may also cost what the function calls.</p>`;
}
