/** The log panel's toolbar: tailed functions, the choice of reading, the filter, and what can be done with the whole log. */

import { html, nothing, type TemplateResult } from 'lit';
import type { LogViewMessages, TailSource } from '../../protocol/logPanel.ts';
import { legend } from './legend.ts';
import type { Following, Reading } from './logPanelState.ts';
import { colourOf } from './sourceColours.ts';

export interface ToolbarContext {
  readonly sources: readonly TailSource[];
  readonly reading: Reading;
  readonly filterText: string;
  readonly filterError: string | undefined;
  readonly following: Following;
  send<Name extends keyof LogViewMessages['events']>(name: Name, body: LogViewMessages['events'][Name]): void;
  setReading(reading: Reading): void;
  setFilter(text: string): void;
  toggleFollowing(): void;
  clear(): void;
}

export function toolbar(context: ToolbarContext): TemplateResult {
  const { sources } = context;
  return html`<div class="toolbar" role="toolbar" aria-label="Log">
    <ul class="sources" aria-label="Tailed functions">
      ${sources.map((source) => sourceChip(source, colourOf(sources, source.id), context))}
      <li>
        <button class="chip add" title="Tail another function's logs…" aria-label="Tail another function's logs…" @click=${() => context.send('addSource', undefined)}>
          <vscode-icon name="add" size="14"></vscode-icon>
        </button>
      </li>
    </ul>
    ${readingSwitch(context)}${filterField(context)}${followButton(context)}
    <span class="tools">
      ${tool('clear-all', 'Clear', () => context.clear())}
      ${tool('go-to-file', 'Open in editor', () => context.send('openInEditor', undefined))}${legend()}
    </span>
  </div>`;
}

function sourceChip(source: TailSource, colour: string, context: ToolbarContext): TemplateResult {
  const name = `${source.functionName} on ${source.targetLabel}`;
  return html`<li class="chip source" title=${`${name}\n${source.logGroupName}`}>
    <i class="dot ${colour}"></i><span class="name">${source.functionName}</span><span class="target dim">${source.targetLabel}</span>
    ${sourceState(source, context)}
    <button class="remove" aria-label=${`Stop tailing ${name}`} title="Stop tailing" @click=${() => context.send('removeSource', { sourceId: source.id })}>
      <vscode-icon name="close" size="12"></vscode-icon>
    </button>
  </li>`;
}

/** What keeps a tail from following, in words; nothing while it follows. */
function sourceState({ id, state }: TailSource, context: ToolbarContext): TemplateResult | typeof nothing {
  if (state.state === 'starting') return html`<span class="state dim">connecting…</span>`;
  if (state.state === 'waiting') {
    return html`<span class="state dim" title="The log group appears with the function's first log line">no log yet</span>`;
  }
  if (state.state !== 'failed') return nothing;
  return html`<span class="state bad" title=${state.message}
      ><vscode-icon name="warning" size="12"></vscode-icon> ${state.message}</span
    ><button class="link" @click=${() => context.send('retrySource', { sourceId: id })}>Retry</button>`;
}

function readingSwitch(context: ToolbarContext): TemplateResult {
  const choice = (reading: Reading, label: string) =>
    html`<button aria-pressed=${context.reading === reading} @click=${() => context.setReading(reading)}>${label}</button>`;
  return html`<span class="switch" role="group" aria-label="Reading">${choice('invocations', 'Invocations')}${choice('lines', 'Lines')}</span>`;
}

function filterField(context: ToolbarContext): TemplateResult {
  const { filterError } = context;
  return html`<span class="filter">
    <vscode-textfield
      label="Filter"
      placeholder="Filter: text, /regex/, cold:true, level:error, duration>500"
      .value=${context.filterText}
      ?invalid=${filterError !== undefined}
      @input=${(event: Event) => context.setFilter((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') context.setFilter('');
      }}
      ><vscode-icon slot="content-before" name="filter" size="14"></vscode-icon
    ></vscode-textfield>
    <span class="filter-error" role="alert">${filterError ?? nothing}</span>
  </span>`;
}

function followButton(context: ToolbarContext): TemplateResult {
  const isFollowing = context.following === 'following';
  return html`<button
    class=${isFollowing ? 'follow on' : 'follow'}
    aria-pressed=${isFollowing}
    title=${isFollowing ? 'Pause: the list stops moving, nothing is lost' : 'Go back to the newest and follow'}
    @click=${() => context.toggleFollowing()}
  >
    <vscode-icon name=${isFollowing ? 'circle-filled' : 'debug-pause'} size="14"></vscode-icon>${isFollowing ? 'Following' : 'Paused'}
  </button>`;
}

function tool(icon: string, label: string, act: () => void): TemplateResult {
  return html`<button class="tool" title=${label} aria-label=${label} @click=${act}><vscode-icon name=${icon}></vscode-icon></button>`;
}
