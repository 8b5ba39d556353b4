/** One tailed function in the toolbar: its state in words, what can be done about it, and a sheet with everything else. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LogViewMessages, TailSource } from '../../protocol/logPanel.ts';

type Send = <Name extends keyof LogViewMessages['events']>(name: Name, body: LogViewMessages['events'][Name]) => void;

export function sourceChip(source: TailSource, colour: string, place: number, send: Send): TemplateResult {
  const { id, functionName, targetLabel } = source;
  const name = `${functionName} on ${targetLabel}`;
  return html`<li class="chip source" title=${`${name}\n${source.logGroupName}`}>
    <button class="about" popovertarget=${`source-${place}`} aria-haspopup="dialog" aria-label=${`About the tail of ${name}`}
      ><i class="dot ${colour}"></i><span class="name">${functionName}</span></button>
    <span class="target dim">${targetLabel}</span>
    ${sourceState(source, send)}
    <button class="remove" aria-label=${`Stop tailing ${name}`} title="Stop tailing" @click=${() => send('removeSource', { sourceId: id })}>
      <vscode-icon name="close" size="12"></vscode-icon>
    </button>
    ${sourceSheet(source, place, send)}
  </li>`;
}

/** What keeps a tail from following, in words; nothing while it follows. */
function sourceState({ id, state }: TailSource, send: Send): TemplateResult | typeof nothing {
  switch (state.state) {
    case 'following':
      return nothing;
    case 'starting':
      return html`<span class="state dim">connecting…</span>`;
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

function sourceSheet(source: TailSource, place: number, send: Send): TemplateResult {
  const { id, functionName, targetLabel, logGroupName, history, region } = source;
  return html`<div id=${`source-${place}`} class="sheet about" popover role="dialog" aria-label=${`Tail of ${functionName}`}>
    <p><b>${functionName}</b> <span class="dim">${targetLabel}</span></p>
    <p class="mono">${logGroupName}</p>
    ${history?.note === undefined ? nothing : html`<p class="dim">${history.note}</p>`}
    ${region === undefined ? nothing : html`<p><button class="link" @click=${() => send('openInCloudWatch', { sourceId: id })}>Open in CloudWatch</button></p>`}
  </div>`;
}
