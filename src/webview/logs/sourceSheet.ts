/** Everything about one tail, below its chip: where it reads, what it went through, Live Tail with its price, and its range. */

import { html, nothing, type TemplateResult } from 'lit';
import { systemClock } from '../../base/clock.ts';
import type { LiveTailUse, TailSource } from '../../protocol/logPanel.ts';
import { rangeChoices } from './rangeMenu.ts';
import { rangeWords } from './rangeWords.ts';
import type { Send } from './send.ts';
import { disconnectedNote, healthNotes, historyWords, liveTailUse } from './sourceNotes.ts';

export function sourceSheet(source: TailSource, place: number, send: Send): TemplateResult {
  const { id, functionName, targetLabel, logGroupName, range, region, state } = source;
  const message = 'message' in state ? state.message : '';
  const disconnected = state.state === 'reconnecting' ? disconnectedNote(state.since).sentence : '';
  const notes = source.health ? healthNotes(source.health) : [];
  // The label of a connection mostly says its Region.
  const where = region === undefined || targetLabel.includes(region) ? targetLabel : `${targetLabel} · ${region}`;
  return html`<div id=${`source-${place}`} class="sheet about" popover role="dialog" aria-label=${`Tail of ${functionName}`} @toggle=${closeParts}>
    <p><b>${functionName}</b> <span class="dim">${where}</span></p>
    <p class="mono">${logGroupName}</p>
    ${message === '' ? nothing : html`<p class="bad">${message}</p>`}
    ${disconnected === '' ? nothing : html`<p class="warn">${disconnected}</p>`}
    <p class="dim">${historyWords(source)}</p>
    ${notes.map(({ sentence }) => html`<p><vscode-icon name="info" size="12"></vscode-icon> ${sentence}</p>`)}
    ${source.liveTail ? liveTail(id, source.liveTail, send) : nothing}
    <details>
      <summary>Part of the log: ${range ? rangeWords(range, systemClock.now()) : 'as it came'}</summary>
      ${rangeChoices(range, (chosen) => send('setRange', { sourceId: id, range: chosen }))}
    </details>
    <p class="links">
      <button class="link" @click=${() => send('invoke', { sourceId: id })}>Invoke…</button>
      ${source.hasConsole ? html`<button class="link" @click=${() => send('openInCloudWatch', { sourceId: id })}>Open in CloudWatch</button>` : nothing}
    </p>
  </div>`;
}

/** The price stands between the wish and the click that costs something. */
function liveTail(sourceId: string, use: LiveTailUse, send: Send): TemplateResult {
  const set = (isOn: boolean) => (event: Event) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
    send('setLiveTail', { sourceId, isOn });
  };
  const spent = use.minutes > 0 ? ` In this window: ${liveTailUse(use)}.` : '';
  if (use.isOn) {
    return html`<p><b>Live Tail is on</b> · ${liveTailUse(use)} <button class="link" @click=${set(false)}>Switch off</button></p>
      <p class="dim">${use.priceNote}</p>`;
  }
  return html`<details>
    <summary>Live Tail…</summary>
    <p>Lines come as they are written, instead of every few seconds.${spent}</p>
    <p class="dim">${use.priceNote}</p>
    <vscode-button @click=${set(true)}>Switch on Live Tail</vscode-button>
  </details>`;
}

/** A sheet that is opened again asks again. */
function closeParts(event: Event): void {
  const sheet = event.currentTarget as HTMLElement;
  if (!sheet.matches(':popover-open')) for (const part of sheet.querySelectorAll('details')) part.open = false;
}
