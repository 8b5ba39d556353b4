/** One tailed function in the toolbar: its state in words, the one click that helps, and a sheet with everything else. */

import { html, nothing, type TemplateResult } from 'lit';
import type { TailSource } from '../../protocol/logPanel.ts';
import type { Send } from './send.ts';
import { disconnectedNote, healthNotes, liveTailUse } from './sourceNotes.ts';
import { sourceSheet } from './sourceSheet.ts';

export function sourceChip(source: TailSource, colour: string, place: number, send: Send): TemplateResult {
  const { id, functionName, targetLabel, liveTail } = source;
  const name = `${functionName} on ${targetLabel}`;
  // Where chips do not fit beside each other, what costs money or needs somebody comes first.
  const isUrgent = liveTail?.isOn || ['paused', 'failed', 'reconnecting'].includes(source.state.state);
  return html`<li class=${isUrgent ? 'chip source urgent' : 'chip source'} title=${`${name}\n${source.logGroupName}`}>
    <button class="about" popovertarget=${`source-${place}`} aria-haspopup="dialog" aria-label=${`About the tail of ${name}`}
      ><i class="dot ${colour}"></i><span class="name">${functionName}</span></button>
    <span class="target dim">${targetLabel}</span>
    ${liveTail?.isOn ? html`<span class="state live" title=${liveTail.priceNote}><vscode-icon name="broadcast" size="12"></vscode-icon> Live ${liveTailUse(liveTail)}</span>` : nothing}
    ${health(source)}${sourceState(source, send)}
    <button class="remove" aria-label=${`Stop tailing ${name}`} title="Stop tailing" @click=${() => send('removeSource', { sourceId: id })}>
      <vscode-icon name="close" size="12"></vscode-icon>
    </button>
    ${sourceSheet(source, place, send)}
  </li>`;
}

/** What the tail had to do because the log was too fast for it. */
function health(source: TailSource): TemplateResult | typeof nothing {
  const notes = source.health ? healthNotes(source.health) : [];
  if (notes.length === 0) return nothing;
  const sentences = notes.map(({ sentence }) => sentence).join('\n');
  return html`<span class="state dim" title=${sentences}>${notes.map(({ brief }) => brief).join(' · ')}</span>`;
}

/** What keeps a tail from following, in words; nothing while it follows. */
function sourceState({ id, state }: TailSource, send: Send): TemplateResult | typeof nothing {
  switch (state.state) {
    case 'following':
      return nothing;
    case 'starting':
      return html`<span class="state dim">connecting…</span>`;
    case 'reconnecting': {
      const { brief, sentence } = disconnectedNote(state.since);
      return html`<span class="state warn" title=${sentence}><vscode-icon name="debug-disconnect" size="12"></vscode-icon> ${brief}</span>`;
    }
    case 'waiting':
      return html`<span class="state dim" title="The log group appears with the function's first log line">no log yet</span>`;
    case 'ended':
      return html`<span class="state dim" title="A closed piece of the past: nothing is followed">read to its end</span>`;
    case 'paused':
      return html`<span class="state warn" title=${state.message}><vscode-icon name="debug-pause" size="12"></vscode-icon> ${state.message}</span
        ><button class="link" @click=${() => send('resumeSource', { sourceId: id })}>${state.actionTitle}</button>`;
    case 'failed':
      return html`<span class="state bad" title=${state.message}><vscode-icon name="warning" size="12"></vscode-icon> ${state.message}</span
        ><button class="link" @click=${() => send('retrySource', { sourceId: id })}>Retry</button>`;
  }
}
